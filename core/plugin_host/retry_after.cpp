// Retry-After: seconds first, then the dates.
#include "plugin_host/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <string>

namespace lt::plugin_host {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct DateParts {
  int day = 0;
  std::array<char, 4> month{};
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

bool read_parts(const char* text, DateParts& to) {
  char* month = to.month.data();
  if (std::sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &to.day, month, &to.year, &to.hour, &to.minute,
                  &to.second) == 6)
    return true;
  if (std::sscanf(text, "%*[A-Za-z], %2d-%3s-%2d %2d:%2d:%2d GMT", &to.day, month, &to.year, &to.hour, &to.minute,
                  &to.second) == 6) {
    to.year += to.year < 70 ? 2000 : 1900;
    return true;
  }
  return std::sscanf(text, "%*3s %3s %2d %2d:%2d:%2d %4d", month, &to.day, &to.hour, &to.minute, &to.second,
                     &to.year) == 6;
}

}  // namespace

std::optional<Milliseconds> parse_http_date(std::string_view value) {
  DateParts parts;
  if (!read_parts(std::string(value.substr(0, 64)).c_str(), parts)) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), std::string_view(parts.month.data()));
  if (month == months.end()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(parts.year),
                                         std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                                         std::chrono::day(static_cast<unsigned>(parts.day))};
  const bool time_is_right = parts.hour >= 0 && parts.hour < 24 && parts.minute >= 0 && parts.minute < 60 &&
                             parts.second >= 0 && parts.second <= 60;
  if (!date.ok() || !time_is_right) return std::nullopt;
  const auto seconds = std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(parts.hour) +
                       std::chrono::minutes(parts.minute) + std::chrono::seconds(parts.second);
  return std::chrono::duration_cast<std::chrono::milliseconds>(seconds).count();
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Milliseconds now) {
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error == std::errc() && end == value.data() + value.size())
    return std::chrono::milliseconds(std::chrono::seconds(seconds));
  if (const auto date = parse_http_date(value))
    return std::chrono::milliseconds(std::max<Milliseconds>(0, *date - now));
  return std::nullopt;
}

}  // namespace lt::plugin_host
