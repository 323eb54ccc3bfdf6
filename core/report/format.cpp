// Writing numbers, times and ages; escaping.
#include "report/format.hpp"

#include "base/utf8.hpp"

#include <unicode/uchar.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace lt::report {
namespace {

struct LocalParts {
  int year;
  unsigned month, day;
  int hour, minute, second;
};

LocalParts parts_of(const schedule::TimeZone& zone, Milliseconds instant) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(zone.local(instant))};
  const auto date = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd(date);
  const auto seconds = static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(time - date).count());
  return {static_cast<int>(ymd.year()),
          static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day()),
          seconds / 3600,
          seconds / 60 % 60,
          seconds % 60};
}

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

// Calls `use` with each code point, U+FFFD for broken bytes, and the bytes it was written with.
template <typename Use>
void for_each_code_point(std::string_view text, Use use) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    const char* const start = at;
    const char32_t code = next_code_point(at, end);
    use(code, std::string_view(start, static_cast<std::size_t>(at - start)));
  }
}

}  // namespace

std::string number(const Edition& edition, std::int64_t value) {
  const std::string separator = edition.text("thousands");
  std::string digits = std::to_string(value);
  std::string text;
  if (value < 0) {
    text = "-";
    digits.erase(0, 1);
  }
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += separator;
    text += digits[i];
  }
  return text;
}

std::int64_t hundredths(std::int64_t part, std::int64_t whole) {
  return static_cast<std::int64_t>(static_cast<double>(part) / static_cast<double>(whole) * 10'000 + 1e-9);
}

std::string percent(const Edition& edition, std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return edition.text("none");
  const std::int64_t value = hundredths(part, whole);
  return std::to_string(value / 100) + edition.text("decimal") + two_digits(static_cast<int>(value % 100)) + "%";
}

Texts::Values date_parts(const Edition& edition, Milliseconds instant) {
  const LocalParts parts = parts_of(edition.zone, instant);
  return {{"year", std::to_string(parts.year)},
          {"month", two_digits(static_cast<int>(parts.month))},
          {"decree_month", (parts.month < 3 ? "0" : "") + std::to_string(parts.month)},
          {"day", two_digits(static_cast<int>(parts.day))},
          {"hour", two_digits(parts.hour)},
          {"minute", two_digits(parts.minute)}};
}

std::string date(const Edition& edition, Milliseconds instant) {
  return edition.text("date", date_parts(edition, instant));
}

std::string date_time(const Edition& edition, Milliseconds instant) {
  return edition.text("date_time", date_parts(edition, instant));
}

std::string age(const Edition& edition, Milliseconds length) {
  constexpr std::array<std::pair<Milliseconds, const char*>, 4> units = {
      {{day_ms, "unit_day"}, {hour_ms, "unit_hour"}, {minute_ms, "unit_minute"}, {second_ms, "unit_second"}}};
  constexpr const char* space = "\u00A0";  // a number and its unit stay on one line
  std::size_t first = 0;
  while (first + 1 < units.size() && length < units[first].first) ++first;
  std::string text = number(edition, length / units[first].first) + space + edition.text(units[first].second);
  const Milliseconds rest = length % units[first].first;
  if (first + 1 < units.size() && rest >= units[first + 1].first) {
    text += " " + number(edition, rest / units[first + 1].first) + space + edition.text(units[first + 1].second);
  }
  return text;
}

std::string iso_time(const schedule::TimeZone& zone, Milliseconds instant) {
  const LocalParts parts = parts_of(zone, instant);
  const auto offset = static_cast<int>(zone.offset_at(instant) / minute_ms);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d", parts.year, parts.month,
                parts.day, parts.hour, parts.minute, parts.second, offset < 0 ? '-' : '+', std::abs(offset) / 60,
                std::abs(offset) % 60);
  return text.data();
}

std::string escape_html(std::string_view text) {
  std::string safe;
  safe.reserve(text.size() + text.size() / 8);
  for_each_code_point(text, [&](char32_t code, std::string_view bytes) {
    switch (code) {
      case '&':
        safe += "&amp;";
        return;
      case '<':
        safe += "&lt;";
        return;
      case '>':
        safe += "&gt;";
        return;
      case '"':
        safe += "&quot;";
        return;
      case '\'':
        safe += "&#39;";
        return;
      default:
        break;
    }
    const bool control = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
    if (control || code == replacement_character) {
      safe += "\xEF\xBF\xBD";
    } else {
      safe += bytes;
    }
  });
  return safe;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_code_point(text, [&](char32_t code, std::string_view) {
    const auto type = u_charType(static_cast<UChar32>(code));
    if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK && type != U_FORMAT_CHAR) ++width;
  });
  return width;
}

}  // namespace lt::report
