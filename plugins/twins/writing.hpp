// The ways one name, number or vaccine gets written by different clerks.
#pragma once

#include "twins/random.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::twins {

// Another writing of the same name, never equal to it: decomposed (NFD), capitals, without marks, small letters,
// doubled spaces, or the tone mark at its other place (Hòa, Hoà).
std::string respell_name(std::string_view name, Random& random);
std::string capitals(std::string_view name);
std::string without_marks(std::string_view name);

// `subscriber`: the nine digits after +84. One of seven formats in use, among them the eleven digits of before 2018.
std::string write_phone(std::string_view subscriber, Random& random);
std::string new_subscriber(Random& random);

inline constexpr unsigned vaccine_count = 8;
// `vaccine`: 0 … vaccine_count-1. One of its known spellings (contracts/vaccination_portal.md), in any case and with
// stray spaces.
std::string write_vaccine(unsigned vaccine, Random& random);
std::string_view vaccine_name(unsigned vaccine);
// Doses of its primary course: 1 or 2 or 3.
unsigned vaccine_course(unsigned vaccine);

// "dd/mm/yyyy" of a day counted from 1970-01-01, and its parts.
struct Day {
  int year;
  unsigned month, day;
};
inline constexpr std::int64_t day_s = 86'400, day_ms = 86'400'000, minute_ms = 60'000;
inline constexpr std::int64_t vietnam_ms = 7 * 60 * minute_ms;  // ahead of UTC
Day day_of(std::int64_t days);
std::int64_t days_of(Day day);
std::string write_day(std::int64_t days);
// "2021-08-02T01:30:00Z" of seconds since 1970.
std::string iso_time(std::int64_t seconds);

}  // namespace lt::twins
