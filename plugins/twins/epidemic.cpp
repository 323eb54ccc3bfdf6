// Who falls ill, whom they met, who is tested.
#include "twins/epidemic.hpp"

#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <numeric>

namespace lt::twins {
namespace {

enum EpidemicUse : std::uint64_t { illness = 900, meeting, testing, others };

constexpr std::int64_t vietnam = 7 * 3600;

}  // namespace

std::int64_t Epidemic::first_day() { return days_of({2021, 8, 2}); }

std::int64_t Epidemic::moment(int day, int hour, int minute) {
  return (first_day() + day) * day_s + hour * std::int64_t{3600} + minute * std::int64_t{60} - vietnam;
}

// A step that has no factor in common with the number of households visits each once.
std::uint64_t Epidemic::home_of(std::uint64_t case_number) const {
  auto step = homes_ / 3 + 1;
  while (std::gcd(step, homes_) != 1) ++step;
  return (case_number * step + world_.seed()) % homes_;
}

std::uint64_t Epidemic::stranger(std::uint64_t number, std::uint64_t use) const {
  return Random(world_.seed(), use, number).below(homes_ * 4);
}

Case Epidemic::infection(std::uint64_t number) const {
  Random random(world_.seed(), illness, number);
  Case made;
  made.number = number;
  made.day = static_cast<int>(number / cases_a_day_);
  made.person = home_of(number) * 4 + random.below(4);
  if (made.day > 0 && random.chance(80)) made.source = random.below(cases_until(made.day - 1));
  return made;
}

Contact Epidemic::contact(std::uint64_t number) const {
  const auto of = infection(number / contacts_a_case);
  const auto which = number % contacts_a_case;
  Contact made;
  made.number = number;
  made.of = of.number;
  made.day = of.day;
  made.family = which < 3;
  const auto home = of.person / 4, sick = of.person % 4;
  made.person = made.family ? home * 4 + (which < sick ? which : which + 1) : stranger(number, meeting);
  return made;
}

Sample Epidemic::sample(std::uint64_t number) const {
  const auto case_number = number / samples_a_case, which = number % samples_a_case;
  const auto of = infection(case_number);
  Random random(world_.seed(), testing, number);
  Sample made;
  made.number = number;
  made.positive = which == 0;
  if (which == 0) {
    made.person = of.person;
  } else if (which <= contacts_a_case) {
    made.person = contact(case_number * contacts_a_case + which - 1).person;
  } else {
    made.person = stranger(number, others);
  }
  made.taken = moment(of.day, 7, static_cast<int>(random.below(240)));
  made.tested = moment(of.day, 15, static_cast<int>(random.below(240)));
  return made;
}

}  // namespace lt::twins
