// People and doses from numbers.
#include "twins/world.hpp"

#include "twins/names.hpp"
#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace lt::twins {
namespace {

enum WorldUse : std::uint64_t { household = 1, individual, numbers, injections, pattern };

constexpr std::int64_t year_days = 365;  // near enough for ages
constexpr std::uint64_t million = 1'000'000;
// Serial numbers are index·stride + 38 modulo a million; stride and its inverse are odd and no multiple of 5.
constexpr std::uint64_t stride = 387'417, inverse_shift = 38;

constexpr std::uint64_t inverse_of(std::uint64_t value) {
  std::int64_t t = 0, next_t = 1, r = million, next_r = static_cast<std::int64_t>(value);
  while (next_r != 0) {
    const auto q = r / next_r;
    const auto keep_t = t - q * next_t, keep_r = r - q * next_r;
    t = next_t, next_t = keep_t, r = next_r, next_r = keep_r;
  }
  return static_cast<std::uint64_t>(t < 0 ? t + static_cast<std::int64_t>(million) : t);
}
static_assert(inverse_of(stride) * stride % million == 1);

// In each ten people these doses, in an order that the seed shuffles: 23 in all.
constexpr std::array<unsigned, 10> doses_in_ten{1, 1, 2, 2, 2, 2, 3, 3, 3, 4};
constexpr std::uint64_t sum_in_ten = 23;

std::array<unsigned, 10> shuffled_ten(std::uint64_t seed, std::uint64_t ten) {
  auto made = doses_in_ten;
  Random random(seed, pattern, ten);
  for (std::size_t i = 9; i > 0; --i) std::swap(made[i], made[random.below(i + 1)]);
  return made;
}

template <class... Values>
std::string print(const char* format, Values... values) {
  char made[64];
  std::snprintf(made, sizeof made, format, values...);
  return made;
}

std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::array<unsigned, 16> group_weights{4, 4, 1, 1, 0, 1, 8, 12, 10, 8, 8, 1, 16, 1, 15, 10};

unsigned priority_group(Random& random, std::int64_t born) {
  if (born < days_of({1957, 1, 1})) return 9;
  if (born > days_of({2004, 1, 1})) return 8;
  auto at = static_cast<unsigned>(random.below(100));
  for (unsigned group = 0; group < 16; ++group) {
    if (at < group_weights[group]) return group + 1;
    at -= group_weights[group];
  }
  return 16;
}

std::string address(Random& random) {
  static constexpr std::array<const char*, 8> streets{"Lê Lợi",   "Quang Trung", "Trần Phú",  "Lê Hoàn",
                                                      "Bà Triệu", "Nguyễn Trãi", "Hạc Thành", "Lam Sơn"};
  const auto number = static_cast<unsigned>(1 + random.below(300));
  if (random.chance(60)) return "Thôn " + std::to_string(1 + random.below(14));
  return "Số " + std::to_string(number) + " đường " + random.pick(streets);
}

std::string insurance_number(std::uint64_t seed, std::uint64_t index, std::int64_t born) {
  Random random(seed, numbers, index, 1);
  const bool child = born > days_of({2007, 1, 1});
  if (!child && random.chance(35)) return {};
  const char* kind = child ? "HS4" : born < days_of({1950, 1, 1}) ? "HT2" : random.chance(50) ? "DN4" : "GD4";
  return print("%s3899%08llu", kind, static_cast<unsigned long long>(index));
}

}  // namespace

// A mother is at most six years younger or older than the father; children come 22 to 34 years after her.
std::int64_t World::birth(std::uint64_t index) const {
  const auto home = index / 4, member = index % 4;
  Random random(seed_, household, home, 2);
  const auto father = days_of({1936, 1, 1}) + static_cast<std::int64_t>(random.below(49 * year_days));
  const auto mother = father - 6 * year_days + static_cast<std::int64_t>(random.below(12 * year_days));
  if (member < 2) return member == 0 ? father : mother;
  Random own(seed_, household, home, member);
  const auto child = mother + 22 * year_days + static_cast<std::int64_t>(own.below(12 * year_days));
  return std::min(child, days_of({2010, 12, 31}) - static_cast<std::int64_t>(own.below(3 * year_days)));
}

bool World::has_citizen_id(std::uint64_t index) const {
  const auto born = birth(index);
  if (born > days_of({2007, 1, 1})) return false;
  return !(born < days_of({1985, 1, 1}) && Random(seed_, numbers, index).chance(8));
}

std::string World::citizen_id(std::uint64_t index, bool male, std::int64_t born) const {
  const auto year = day_of(born).year;
  const auto century = static_cast<unsigned>((year - 1900) / 100 * 2 + (male ? 0 : 1));
  const auto serial = (index % million * stride + inverse_shift) % million;
  return print("%03u%u%02d%06llu", 999 - static_cast<unsigned>(index / million), century, year % 100,
               static_cast<unsigned long long>(serial));
}

Person World::person(std::uint64_t index) const {
  const auto home = index / 4, member = index % 4;
  Random house(seed_, household, home), own(seed_, individual, index);
  Person made;
  made.index = index;
  made.birth = birth(index);
  made.male = member == 0 || (member != 1 && own.chance(50));
  const auto fathers_name = family_name(house);
  made.name = std::string(member == 1 ? family_name(own) : fathers_name) + " " + given_names(own, made.male);
  made.commune = static_cast<std::uint32_t>(house.below(communes().size()));
  made.address = address(house);
  const auto home_phone = new_subscriber(house);
  const bool small = made.birth > days_of({2007, 1, 1});
  made.subscriber = small || member == 0 ? home_phone : new_subscriber(own);
  if (has_citizen_id(index)) made.citizen_id = citizen_id(index, made.male, made.birth);
  if (made.birth < days_of({1990, 1, 1})) made.old_id = print("99%07llu", static_cast<unsigned long long>(index));
  made.insurance = insurance_number(seed_, index, made.birth);
  made.priority_group = priority_group(own, made.birth);
  return made;
}

unsigned World::doses_of(std::uint64_t index) const { return shuffled_ten(seed_, index / 10)[index % 10]; }

World::Place World::place(std::uint64_t ordinal) const {
  const auto ten = ordinal / sum_in_ten;
  auto left = static_cast<unsigned>(ordinal % sum_in_ten);
  const auto counts = shuffled_ten(seed_, ten);
  std::uint64_t at = 0;
  while (left >= counts[at]) left -= counts[at++];
  return {ten * 10 + at, left + 1};
}

Dose World::dose(const Person& person, unsigned number) const {
  static constexpr std::array<unsigned, 12> primary{0, 0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 3};
  Random course(seed_, injections, person.index), own(seed_, injections, person.index, number);
  Dose made;
  made.number = number;
  const bool rare = course.chance(6);
  made.vaccine = rare ? static_cast<unsigned>(4 + course.below(4)) : course.pick(primary);
  if (person.birth > days_of({2004, 1, 1})) made.vaccine = 1;
  if (number > vaccine_course(made.vaccine)) made.vaccine = own.chance(50) ? 0 : 1;
  auto day = days_of({2021, 3, 8}) + static_cast<std::int64_t>(course.below(240));
  for (unsigned n = 2; n <= number; ++n)
    day += (n == 2 ? 21 : 95) + static_cast<std::int64_t>(Random(seed_, injections, person.index, n + 16).below(42));
  // 07:30 to 17:00 in Vietnam is 00:30 to 10:00 UTC.
  made.injected_at = day * day_ms + (30 + static_cast<std::int64_t>(own.below(570))) * 60'000;
  static constexpr std::string_view letters = "ABCDEFGHKLMNPRST";
  made.lot = {own.pick(letters), own.pick(letters)};
  made.lot += print("%04u", static_cast<unsigned>(own.below(400)) * 7 + made.vaccine);
  made.facility = person.commune;
  if (own.chance(20))
    made.facility = static_cast<std::uint32_t>(communes().size() + own.below(facilities().size() - communes().size()));
  return made;
}

std::optional<std::uint64_t> World::find(std::string_view number) const {
  if (number.size() == 15) number.remove_prefix(5);
  const auto value = digits(number);
  if (!value) return std::nullopt;
  std::uint64_t index = 0;
  if (number.size() == 12) {
    const auto province = *value / 1'000'000'000;
    if (province > 999 || province < 990) return std::nullopt;
    const auto serial = (*value % million + million - inverse_shift) % million;
    index = (999 - province) * million + serial * inverse_of(stride) % million;
  } else if (number.size() == 9 && number.starts_with("99")) {
    index = *value % 10'000'000;
  } else if (number.size() == 10 && number.starts_with("99")) {
    index = *value % 100'000'000;
  } else {
    return std::nullopt;
  }
  const auto someone = person(index);
  const bool same = number == someone.citizen_id || number == someone.old_id ||
                    (!someone.insurance.empty() && number == std::string_view(someone.insurance).substr(5));
  return same ? std::optional(index) : std::nullopt;
}

}  // namespace lt::twins
