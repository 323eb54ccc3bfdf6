// An epidemic among the people of the world: cases (F0), their contacts (F1), samples, homes that are watched; each a
// pure function of the seed and of a number.
#pragma once

#include "twins/world.hpp"

#include <cstdint>
#include <optional>

namespace lt::twins {

struct Case {
  std::uint64_t number = 0;
  std::uint64_t person = 0;
  int day = 0;                          // counted from first_day()
  std::optional<std::uint64_t> source;  // the case that infected this one
};

struct Contact {
  std::uint64_t number = 0;
  std::uint64_t person = 0;
  std::uint64_t of = 0;  // the case
  int day = 0;           // of the contact
  bool family = false;
};

struct Sample {
  std::uint64_t number = 0;
  std::uint64_t person = 0;
  std::int64_t taken = 0, tested = 0;  // seconds since 1970
  bool positive = false;
};

class Epidemic {
 public:
  static constexpr std::uint64_t contacts_a_case = 5, samples_a_case = 10;

  // `people`: how many of the world take part, four a household; `cases_a_day` of them fall ill every day, each in a
  // household of its own, so 7 × cases_a_day × 4 must be at most `people`.
  Epidemic(std::uint64_t seed, std::uint64_t people, std::uint64_t cases_a_day)
      : world_(seed), homes_(people / 4), cases_a_day_(cases_a_day) {}

  const World& world() const { return world_; }
  std::uint64_t cases_until(int day) const { return cases_a_day_ * static_cast<std::uint64_t>(day + 1); }
  static std::int64_t first_day();  // days from 1970-01-01: Monday 2 August 2021
  // Seconds since 1970 of an hour of a day, in Vietnam's time.
  static std::int64_t moment(int day, int hour, int minute = 0);

  Case infection(std::uint64_t number) const;
  // `number` below contacts_a_case × cases: three of the household, two of others.
  Contact contact(std::uint64_t number) const;
  // `number` below samples_a_case × cases: of each case one positive sample, of its contacts and of others negative.
  Sample sample(std::uint64_t number) const;

 private:
  std::uint64_t home_of(std::uint64_t case_number) const;
  std::uint64_t stranger(std::uint64_t number, std::uint64_t use) const;

  World world_;
  std::uint64_t homes_, cases_a_day_;
};

}  // namespace lt::twins
