// The next time of a cron expression: day by day, and within a day minute by minute of the local clock.
#include "schedule/cron.hpp"

#include <algorithm>
#include <chrono>

namespace lt::schedule {
namespace {

constexpr int horizon_days = 50 * 366;

LocalTime midnight_of(LocalTime time) {
  const Milliseconds into_day = time % day_ms;
  return time - (into_day < 0 ? into_day + day_ms : into_day);
}

}  // namespace

bool Cron::matches_day(LocalTime midnight) const {
  const std::chrono::sys_days day{std::chrono::days(midnight / day_ms)};
  const std::chrono::year_month_day date(day);
  if (!month_.values[static_cast<unsigned>(date.month())]) return false;
  const bool by_date = day_.values[static_cast<unsigned>(date.day())];
  const bool by_weekday = weekday_.values[std::chrono::weekday(day).c_encoding()];
  const bool both_given = !day_.starred && !weekday_.starred;
  return both_given ? by_date || by_weekday : by_date && by_weekday;
}

std::optional<Milliseconds> Cron::first_of_day(LocalTime midnight, Milliseconds after, const TimeZone& zone) const {
  const bool steady = zone.is_steady(midnight);
  const Milliseconds offset = zone.offset_at(midnight);
  const bool follows_real_hours = hour_.starred || minute_.starred;
  std::optional<Milliseconds> first;
  const auto consider = [&](Milliseconds instant) {
    if (instant > after && (!first || instant < *first)) first = instant;
  };
  for (int hour = 0; hour < 24; ++hour) {
    if (!hour_.values[static_cast<std::size_t>(hour)]) continue;
    for (int minute = 0; minute < 60; ++minute) {
      if (!minute_.values[static_cast<std::size_t>(minute)]) continue;
      const LocalTime time = midnight + (hour * 60 + minute) * minute_ms;
      if (steady) {
        consider(time - offset);
        if (first) return first;
        continue;
      }
      const auto instants = zone.instants(time);
      if (instants.empty() && !follows_real_hours) consider(zone.first_at_or_past(time));
      if (!instants.empty()) consider(instants.front());
      if (instants.size() > 1 && follows_real_hours) consider(instants.back());
    }
  }
  return first;
}

std::optional<Milliseconds> Cron::next_after(Milliseconds instant, const TimeZone& zone) const {
  // The day before as well: a change of the clocks near midnight may put one of its times behind `instant`.
  LocalTime midnight = midnight_of(zone.local(instant)) - day_ms;
  for (int day = 0; day < horizon_days; ++day, midnight += day_ms) {
    if (!matches_day(midnight)) continue;
    if (const auto time = first_of_day(midnight, instant, zone)) return time;
  }
  return std::nullopt;
}

}  // namespace lt::schedule
