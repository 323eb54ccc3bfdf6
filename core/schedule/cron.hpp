// Cron expressions of five fields as Vixie cron reads them, with their next times in a time zone.
#pragma once

#include "schedule/time_zone.hpp"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

namespace lt::schedule {

// One field: the values that match, and how it was written.
struct CronField {
  std::bitset<64> values;
  bool starred = false;  // begins with '*': Vixie's sign of "no restriction" in the day and daylight rules
  int step = 1;          // of a field written "*/n"; 1 otherwise
};

// A value; next_after() is pure.
class Cron {
 public:
  // Fields: minute, hour, day of month, month, day of week (0 and 7 are Sunday); lists, ranges, steps, English names,
  // and @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually. Null where the expression is wrong, with
  // what is wrong and the next right thing in `fault`.
  static std::optional<Cron> parse(std::string_view text, std::string& fault);

  // The first time later than `instant`; null where none comes within 50 years.
  // A fixed hour that a change of the clocks skips runs at the change; one that comes twice runs the first time. An
  // expression whose hour or minute begins with '*' follows the real hours.
  std::optional<Milliseconds> next_after(Milliseconds instant, const TimeZone& zone) const;

  const CronField& minute() const { return minute_; }
  const CronField& hour() const { return hour_; }
  const CronField& day() const { return day_; }
  const CronField& month() const { return month_; }
  const CronField& weekday() const { return weekday_; }  // 0 is Sunday, never 7
  const std::string& text() const { return text_; }

 private:
  bool matches_day(LocalTime midnight) const;
  std::optional<Milliseconds> first_of_day(LocalTime midnight, Milliseconds after, const TimeZone& zone) const;

  CronField minute_, hour_, day_, month_, weekday_;
  std::string text_;
};

}  // namespace lt::schedule
