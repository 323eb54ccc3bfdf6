// Due times of a plan: pure functions of the time that was served last and of now.
#include "schedule/plan.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <chrono>

namespace lt::schedule {
namespace {

constexpr Milliseconds grace = minute_ms;

Milliseconds into_day(LocalTime time) { return (time % day_ms + day_ms) % day_ms; }

}  // namespace

bool Window::contains(Milliseconds instant, const TimeZone& zone) const {
  const auto minute = static_cast<int>(into_day(zone.local(instant)) / minute_ms);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

Milliseconds Window::first_inside(Milliseconds instant, const TimeZone& zone) const {
  if (contains(instant, zone)) return instant;
  const LocalTime now = zone.local(instant);
  const LocalTime opening = now - into_day(now) + from * minute_ms;
  return zone.first_at_or_past(opening > now ? opening : opening + day_ms);
}

Milliseconds Plan::first_allowed(Milliseconds instant) const {
  return window ? window->first_inside(instant, *zone) : instant;
}

std::optional<Milliseconds> Plan::next_after(Milliseconds instant) const {
  if (trigger == Trigger::every) return first_allowed(instant + every);
  if (trigger != Trigger::cron) return std::nullopt;
  constexpr int rounds = 400;  // days of a year: each round passes at least to the next opening
  for (int i = 0; i < rounds; ++i) {
    const auto time = cron->next_after(instant, *zone);
    if (!time) return std::nullopt;
    const Milliseconds allowed = first_allowed(*time);
    if (allowed == *time) return time;
    instant = allowed - 1;
  }
  return std::nullopt;
}

std::vector<Milliseconds> Plan::next_times(Milliseconds instant, std::size_t count) const {
  std::vector<Milliseconds> times;
  while (times.size() < count) {
    const auto time = next_after(instant);
    if (!time) break;
    times.push_back(*time);
    instant = *time;
  }
  return times;
}

Owed Plan::owed(Milliseconds served, Milliseconds now) const {
  if (missed == Missed::skip) served = std::max(served, now - grace);
  auto due = next_after(served);
  if (!due || *due > now) return {0, due};
  if (missed != Missed::run_all) return {1, next_after(now)};
  int runs = 0;
  while (due && *due <= now && runs < missed_at_most) {
    ++runs;
    due = next_after(*due);
  }
  return {runs, due && *due > now ? due : next_after(now)};
}

Milliseconds Plan::jitter_of(const std::string& flow, Milliseconds due) const {
  if (jitter <= 0) return 0;
  const auto hash = static_cast<std::uint64_t>(content_hash(flow, static_cast<std::uint64_t>(due)));
  return static_cast<Milliseconds>(hash % static_cast<std::uint64_t>(jitter));
}

std::string local_text(const Plan& plan, Milliseconds instant) {
  const LocalTime time = plan.zone->local(instant);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days((time - into_day(time)) / day_ms)}};
  const auto minutes = static_cast<int>(into_day(time) / minute_ms);
  char text[40];
  std::snprintf(text, sizeof text, "%02u/%02u/%04d %02d:%02d", static_cast<unsigned>(date.day()),
                static_cast<unsigned>(date.month()), static_cast<int>(date.year()), minutes / 60, minutes % 60);
  return text;
}

}  // namespace lt::schedule
