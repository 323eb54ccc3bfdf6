// The table of agreements over names, dates and other texts.
#include "identity/agreement.hpp"

#include "base/date.hpp"
#include "identity/text_similarity.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lt::identity {
namespace {

bool similar(const Sides& sides, double number) { return jaro_winkler(sides.a, sides.b) >= number; }

bool few_edits(const Sides& sides, double number) {
  const int most = static_cast<int>(number);
  return edits(sides.a, sides.b, most) <= most;
}

// Of two words that a letter tells apart, a mistake is rare beside the right word; where both are common, they are two.
bool mistyped(const Sides& sides, double number) {
  const bool rare = sides.rarer <= 1 + 0.02 * sides.commoner && sides.rarer <= 0.1 * sides.commoner;
  return rare && few_edits(sides, number);
}

bool crossed(const Sides& sides, double) {
  return (!sides.other_b.empty() && sides.a == sides.other_b) || (!sides.other_a.empty() && sides.b == sides.other_a);
}

bool same_words(const Sides& sides, double) {
  if (sides.a.size() != sides.b.size()) return false;
  Words a(sides.a), b(sides.b);
  a.sort();
  b.sort();
  return std::ranges::equal(a.all(), b.all());
}

bool words_within(const Sides& sides, double number) {
  Words a(sides.a), b(sides.b);
  if (a.count > b.count) std::swap(a, b);
  if (static_cast<double>(a.count) < number || a.count == b.count) return false;
  a.sort();
  b.sort();
  return std::includes(b.list.begin(), b.list.begin() + static_cast<std::ptrdiff_t>(b.count), a.list.begin(),
                       a.list.begin() + static_cast<std::ptrdiff_t>(a.count));
}

// Word by word in their order, so that "ha" for "hoa" costs one edit and the words around it none.
bool words_near(const Sides& sides, double number) {
  const Words a(sides.a), b(sides.b);
  if (a.count != b.count) return false;
  int left = static_cast<int>(number);
  for (std::size_t i = 0; i < a.count && left >= 0; ++i) left -= edits(a[i], b[i], left);
  return left >= 0;
}

bool same_ends(const Sides& sides, double) {
  const Words a(sides.a), b(sides.b);
  return a.count > 1 && b.count > 1 && a[0] == b[0] && a[a.count - 1] == b[b.count - 1];
}

bool same_first_word(const Sides& sides, double) {
  const Words a(sides.a), b(sides.b);
  return a.count > 0 && b.count > 0 && a[0] == b[0];
}

bool same_last_word(const Sides& sides, double) {
  const Words a(sides.a), b(sides.b);
  return a.count > 0 && b.count > 0 && a[a.count - 1] == b[b.count - 1];
}

bool is_day(std::string_view date) { return date.size() == 10; }

bool turned_day(const Sides& sides, double) {
  return is_day(sides.a) && is_day(sides.b) && sides.a.substr(0, 4) == sides.b.substr(0, 4) &&
         sides.a.substr(5, 2) == sides.b.substr(8, 2) && sides.a.substr(8, 2) == sides.b.substr(5, 2);
}

bool same_year(const Sides& sides, double) { return sides.a.substr(0, 4) == sides.b.substr(0, 4); }

bool year_alone(const Sides& sides, double) { return is_day(sides.a) != is_day(sides.b) && same_year(sides, 0); }

bool days_within(const Sides& sides, double number) {
  const auto a = from_canonical_date(sides.a), b = from_canonical_date(sides.b);
  if (!a || !b || a->day == 0 || b->day == 0) return false;
  const auto days = days_from_civil(a->year, a->month, a->day) - days_from_civil(b->year, b->month, b->day);
  return static_cast<double>(std::abs(days)) <= number;
}

bool same_start(const Sides& sides, double number) {
  const auto size = static_cast<std::size_t>(number);
  return sides.a.size() >= size && sides.b.size() >= size && sides.a.substr(0, size) == sides.b.substr(0, size);
}

constexpr std::array agreements{
    Agreement{.name = "equal",
              .usage = "equal(FIELD)",
              .purpose = "the same value, or of several values one in common",
              .same_value = true},
    Agreement{.name = "crossed",
              .usage = "crossed(FIELD, OTHER)",
              .purpose = "one record's value stands in the other record's other field",
              .two_fields = true,
              .same_value = true,
              .holds = crossed},
    Agreement{.name = "same_words",
              .usage = "same_words(FIELD)",
              .purpose = "the same words in another order",
              .same_value = true,
              .holds = same_words},
    Agreement{.name = "words_within",
              .usage = "words_within(FIELD, WORDS)",
              .purpose = "the shorter's words, at least so many, are all among the longer's",
              .takes_number = true,
              .least = 1,
              .most = 8,
              .holds = words_within},
    Agreement{.name = "words_near",
              .usage = "words_near(FIELD, EDITS)",
              .purpose = "as many words, mistyped by so many letters in all",
              .takes_number = true,
              .least = 1,
              .most = 7,
              .holds = words_near},
    Agreement{.name = "same_ends",
              .usage = "same_ends(FIELD)",
              .purpose = "the same first and last word",
              .holds = same_ends},
    Agreement{.name = "same_first_word",
              .usage = "same_first_word(FIELD)",
              .purpose = "the same first word: a family name",
              .holds = same_first_word},
    Agreement{.name = "same_last_word",
              .usage = "same_last_word(FIELD)",
              .purpose = "the same last word: a given name",
              .holds = same_last_word},
    Agreement{.name = "similar",
              .usage = "similar(FIELD, LEAST)",
              .purpose = "a Jaro-Winkler similarity of at least so much",
              .takes_number = true,
              .least = 0.5,
              .most = 1,
              .holds = similar},
    Agreement{.name = "edits",
              .usage = "edits(FIELD, MOST)",
              .purpose = "so many letters mistyped, left out, too many or swapped",
              .takes_number = true,
              .least = 1,
              .most = 7,
              .holds = few_edits},
    Agreement{.name = "mistyped",
              .usage = "mistyped(FIELD, MOST)",
              .purpose = "the same, where one value is rare beside the other: borne once, or fifty times rarer",
              .takes_number = true,
              .least = 1,
              .most = 7,
              .holds = mistyped},
    Agreement{.name = "same_start",
              .usage = "same_start(FIELD, LETTERS)",
              .purpose = "the same first letters",
              .takes_number = true,
              .least = 1,
              .most = 60,
              .holds = same_start},
    Agreement{.name = "turned_day",
              .usage = "turned_day(FIELD)",
              .purpose = "dates with day and month swapped",
              .holds = turned_day},
    Agreement{.name = "year_alone",
              .usage = "year_alone(FIELD)",
              .purpose = "the same year, of which one date says no more",
              .holds = year_alone},
    Agreement{
        .name = "same_year", .usage = "same_year(FIELD)", .purpose = "dates of the same year", .holds = same_year},
    Agreement{.name = "days_within",
              .usage = "days_within(FIELD, DAYS)",
              .purpose = "dates so many days apart",
              .takes_number = true,
              .least = 1,
              .most = 40000,
              .holds = days_within},
};

}  // namespace

const Agreement* find_agreement(std::string_view name) {
  const auto found = std::find_if(agreements.begin(), agreements.end(), [&](const auto& a) { return a.name == name; });
  return found == agreements.end() ? nullptr : &*found;
}

std::vector<std::string> agreement_names() {
  std::vector<std::string> names;
  names.reserve(agreements.size());
  for (const Agreement& agreement : agreements) names.emplace_back(agreement.name);
  return names;
}

}  // namespace lt::identity
