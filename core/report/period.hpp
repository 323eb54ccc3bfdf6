// The kinds of reports, their periods in Viet Nam's calendar, and what they are called.
#pragma once

#include "base/clock.hpp"
#include "report/availability.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::report {

enum class Kind { on_demand, daily, weekly, monthly };

inline constexpr std::array recurring = {Kind::daily, Kind::weekly, Kind::monthly};

std::string_view to_string(Kind kind);
std::optional<Kind> kind_of(std::string_view word);

// The 24 hours until `now`, what happens then among them.
Period day_until(Milliseconds now);
// The day, ISO week or month in which the instant lies. Not of on_demand.
Period period_around(Kind kind, Milliseconds instant);
// The last one that was over at `instant`.
Period last_whole_period(Kind kind, Milliseconds instant);

// Whole periods whose reports are due at `now`, `at` after local midnight, and not made yet, the oldest first: those
// since the one that began at `last_from`, `most` of them; the last one alone where none was ever made.
std::vector<Period> due_periods(Kind kind, Milliseconds at, Milliseconds now, std::optional<Milliseconds> last_from,
                                std::size_t most = 31);

// "daily-2026-11-20", "weekly-2026-W47", "monthly-2026-11"; on demand "on-demand-2026-11-21T080500" of `made`.
std::string report_id(Kind kind, Period period, Milliseconds made);
struct IsoWeek {
  int year;
  int week;
};
IsoWeek iso_week(Milliseconds instant);

// Hours of up to two days, days of up to 62, else weeks, each within the period.
std::vector<Period> parts_of(Period period);

}  // namespace lt::report
