// Days, weeks and months; Asia/Ho_Chi_Minh has had the same offset since 1975.
#include "report/period.hpp"

#include "base/timestamp.hpp"

#include <algorithm>
#include <cstdio>

namespace lt::report {
namespace {

constexpr std::array<std::string_view, 4> kind_words = {"on-demand", "daily", "weekly", "monthly"};

std::int64_t day_number(Milliseconds instant) {
  const Milliseconds local = instant + vietnam_offset_ms;
  return local >= 0 ? local / day_ms : (local - day_ms + 1) / day_ms;
}

Milliseconds start_of_day(std::int64_t number) { return number * day_ms - vietnam_offset_ms; }

std::int64_t weekday(std::int64_t number) { return (number + 3) % 7; }  // Monday is 0; 1970-01-01 was a Thursday

std::string text(const char* form, int a, int b, int c) {
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), form, a, b, c);
  return out.data();
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_words.at(static_cast<std::size_t>(kind)); }

std::optional<Kind> kind_of(std::string_view word) {
  const auto* const found = std::ranges::find(kind_words, word);
  if (found == kind_words.end()) return std::nullopt;
  return static_cast<Kind>(found - kind_words.begin());
}

Period day_until(Milliseconds now) { return {now - day_ms, now + 1}; }

Period period_around(Kind kind, Milliseconds instant) {
  const std::int64_t number = day_number(instant);
  if (kind == Kind::weekly) {
    const std::int64_t monday = number - weekday(number);
    return {start_of_day(monday), start_of_day(monday + 7)};
  }
  if (kind == Kind::monthly) {
    const CivilDate date = civil_from_days(number);
    const bool december = date.month == 12;
    return {start_of_day(days_from_civil(date.year, date.month, 1)),
            start_of_day(days_from_civil(date.year + (december ? 1 : 0), december ? 1 : date.month + 1, 1))};
  }
  return {start_of_day(number), start_of_day(number + 1)};
}

Period last_whole_period(Kind kind, Milliseconds instant) {
  return period_around(kind, period_around(kind, instant).from - 1);
}

std::vector<Period> due_periods(Kind kind, Milliseconds at, Milliseconds now, std::optional<Milliseconds> last_from,
                                std::size_t most) {
  std::vector<Period> due;
  Period period = last_whole_period(kind, now);
  if (now < period.to + at) period = period_around(kind, period.from - 1);
  while (due.size() < most && (!last_from || period.from > *last_from)) {
    due.push_back(period);
    if (!last_from) break;
    period = period_around(kind, period.from - 1);
  }
  std::ranges::reverse(due);
  return due;
}

IsoWeek iso_week(Milliseconds instant) {
  const std::int64_t number = day_number(instant);
  const std::int64_t thursday = number - weekday(number) + 3;  // a week belongs to the year of its Thursday
  const int year = civil_from_days(thursday).year;
  return {year, static_cast<int>((thursday - days_from_civil(year, 1, 1)) / 7 + 1)};
}

std::string report_id(Kind kind, Period period, Milliseconds made) {
  const CivilDate date = civil_from_days(day_number(kind == Kind::on_demand ? made : period.from));
  switch (kind) {
    case Kind::daily:
      return text("daily-%04d-%02d-%02d", date.year, date.month, date.day);
    case Kind::weekly:
      return text("weekly-%04d-W%02d", iso_week(period.from).year, iso_week(period.from).week, 0);
    case Kind::monthly:
      return text("monthly-%04d-%02d", date.year, date.month, 0);
    case Kind::on_demand:
      break;
  }
  const auto seconds = static_cast<int>((made + vietnam_offset_ms) / 1'000 % 86'400);
  return text("on-demand-%04d-%02d-%02dT", date.year, date.month, date.day) +
         text("%02d%02d%02d", seconds / 3'600, seconds / 60 % 60, seconds % 60);
}

std::vector<Period> parts_of(Period period) {
  const Milliseconds length = period.to - period.from;
  const Milliseconds step = length <= 2 * day_ms ? hour_ms : length <= 62 * day_ms ? day_ms : 7 * day_ms;
  std::vector<Period> parts;
  for (Milliseconds at = period.from; at < period.to; at += step) {
    parts.push_back({at, std::min(at + step, period.to)});
  }
  return parts;
}

}  // namespace lt::report
