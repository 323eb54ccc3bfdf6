// The checks over several fields: identity numbers against sex and birth, dates against each other and today.
#include "model/check.hpp"

#include "base/digit_reader.hpp"
#include "model/validate.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace lt::model {
namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

Reason broken(const CheckInput& input, std::size_t field, std::string code, std::string message) {
  return {std::move(code), input.entity.name + "." + input.field(field).name, "", std::move(message)};
}

// Dates and timestamps compare as texts over what both say: "2021" is neither before nor after "2021-05-03".
int compare_dates(std::string_view a, std::string_view b) {
  const std::size_t length = std::min({a.size(), b.size(), std::size_t{10}});
  return a.substr(0, length).compare(b.substr(0, length));
}

// Decree 137/2015/NĐ-CP: 3 digits of province, 1 of century and sex (even: male), 2 of the year of birth, 6 of serial.
std::optional<Reason> citizen_number(const CheckInput& input) {
  const std::string_view number = input.value(0).as_text();
  if (number.empty()) return std::nullopt;
  if (number.size() != 12 || !all_digits(number)) {
    return broken(input, 0, "bad_citizen_number",
                  "a citizen number has 12 digits; " + shown(input.value(0)) + " has not: correct it at the source");
  }
  const int digit = number[3] - '0';
  const std::string_view sex = input.value(1).as_text();
  const std::string_view said = digit % 2 == 0 ? "M" : "F";
  if ((sex == "M" || sex == "F") && sex != said) {
    return broken(input, 1, "sex_contradicts_citizen_number",
                  "the sex is " + std::string(sex) + " but the citizen number " + shown(input.value(0)) +
                      " is one of sex " + std::string(said) + ": correct one of the two at the source");
  }
  const std::string_view birth = input.value(2).as_text();
  const int century = 19 + digit / 2;
  const bool same = birth.size() >= 4 && birth[0] - '0' == century / 10 && birth[1] - '0' == century % 10 &&
                    birth.substr(2, 2) == number.substr(4, 2);
  if (!birth.empty() && !same) {
    const std::string year = std::to_string(century) + std::string(number.substr(4, 2));
    return broken(input, 2, "birth_contradicts_citizen_number",
                  "the birth date is " + shown(input.value(2)) + " but the citizen number " + shown(input.value(0)) +
                      " is of the year " + year + ": correct one of the two at the source");
  }
  return std::nullopt;
}

std::optional<Reason> plausible_date(const CheckInput& input) {
  for (std::size_t i = 0; i < input.rule.fields.size(); ++i) {
    const std::string_view date = input.value(i).as_text();
    if (date.empty()) continue;
    if (compare_dates(date, input.today) > 0) {
      return broken(input, i, "date_in_future",
                    shown(input.value(i)) + " is after today, " + std::string(input.today) + ": correct the date");
    }
    if (date.substr(0, 4) < "1900") {
      return broken(input, i, "date_too_early", shown(input.value(i)) + " is before 1900: correct the date");
    }
  }
  return std::nullopt;
}

std::optional<Reason> not_before(const CheckInput& input) {
  const std::string_view later = input.value(0).as_text();
  const std::string_view earlier = input.value(1).as_text();
  if (later.empty() || earlier.empty() || compare_dates(later, earlier) >= 0) return std::nullopt;
  return broken(input, 0, "dates_out_of_order",
                shown(input.value(0)) + " lies before " + input.field(1).name + " " + shown(input.value(1)) +
                    ": correct one of the two");
}

std::optional<Reason> any_filled(const CheckInput& input) {
  std::string names;
  for (std::size_t i = 0; i < input.rule.fields.size(); ++i) {
    if (!input.value(i).empty()) return std::nullopt;
    names += (i == 0 ? "" : ", ") + input.field(i).name;
  }
  return broken(input, 0, "missing", "at least one of " + names + " must be filled");
}

constexpr std::array<Check, 4> registry{{
    {"citizen_number", 3, 3, "citizen number, sex, birth date", citizen_number},
    {"plausible_date", 1, any_number, "dates or timestamps from 1900 to today", plausible_date},
    {"not_before", 2, 2, "the later date, the earlier date", not_before},
    {"any_filled", 2, any_number, "fields of which one must be filled", any_filled},
}};

}  // namespace

std::span<const Check> checks() { return registry; }

const Check* find_check(std::string_view name) {
  const auto found = std::find_if(registry.begin(), registry.end(), [&](const Check& c) { return c.name == name; });
  return found == registry.end() ? nullptr : &*found;
}

std::vector<std::string> rule_checks() {
  std::vector<std::string> names;
  names.reserve(registry.size());
  for (const Check& check : registry) names.emplace_back(check.name);
  return names;
}

}  // namespace lt::model
