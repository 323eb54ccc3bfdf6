// Number formats: ECMA-376 part 1, 18.8.30 and 18.8.31; date systems: 18.17.4.1.
#include "number_format.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace lt::spreadsheet {
namespace {

constexpr double end_of_9999 = 2958466;

/// Formats with a fixed number that files need not spell out: dates, times, and dates of East Asian editions.
bool is_builtin_date(std::uint32_t id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 || (id >= 50 && id <= 58);
}

/// The first section with quoted texts, escaped characters and bracketed conditions taken out, in lower case.
/// A span of time in brackets ("[h]") is kept as '['.
std::string bare(std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size() && format[i] != ';'; ++i) {
    const char c = format[i];
    if (c == '"') {
      i = std::min(format.find('"', i + 1), format.size() - 1);
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const auto end = std::min(format.find(']', i), format.size() - 1);
      if (std::string_view("hHmMsS").find(format[std::min(i + 1, end)]) != std::string_view::npos) out += '[';
      i = end;
    } else {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
  }
  return out;
}

}  // namespace

bool is_date_format(std::string_view format) {
  const auto tokens = bare(format);
  if (tokens == "general" || tokens == "standard" || tokens.find('[') != std::string::npos) return false;
  const auto digits = tokens.find_first_of("0#?");
  const bool fraction_of_second =
      digits != std::string::npos && digits > 0 && tokens[digits - 1] == '.' && tokens.find('s') < digits;
  return tokens.find_first_of("ymdhs") != std::string::npos && (digits == std::string::npos || fraction_of_second);
}

std::optional<std::string> serial_to_iso(double serial) {
  if (!(serial >= 0) || serial >= end_of_9999) return std::nullopt;
  double day = std::floor(serial);
  auto millis = static_cast<std::int64_t>(std::llround((serial - day) * 86400000.0));
  if (millis == 86400000) day += 1, millis = 0;
  char time[16] = "";
  const auto seconds = millis / 1000;
  std::snprintf(time, sizeof time, "%02d:%02d:%02d", static_cast<int>(seconds / 3600 % 24),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string clock = time;
  if (millis % 1000 != 0) {
    std::snprintf(time, sizeof time, ".%03d", static_cast<int>(millis % 1000));
    clock += time;
  }
  if (day == 0) return clock;
  if (day == 60 || day >= end_of_9999) return std::nullopt;
  const std::chrono::sys_days start = std::chrono::year{1899} / 12 / (day < 60 ? 31 : 30);
  const std::chrono::year_month_day date{start + std::chrono::days{static_cast<int>(day)}};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return millis == 0 ? std::string(text) : std::string(text) + "T" + clock;
}

bool NumberFormats::is_date(std::uint32_t style) const {
  if (style >= styles_.size()) return false;
  const auto id = styles_[style];
  const auto defined = dates_.find(id);
  return defined != dates_.end() ? defined->second : is_builtin_date(id);
}

void NumberFormats::fill(Cell& cell, double number, std::uint32_t style) const {
  if (!std::isfinite(number)) {
    cell.kind = Cell::Kind::error;
    cell.text = "#NUM!";
    return;
  }
  cell.kind = Cell::Kind::number;
  cell.number = number;
  if (!is_date(style)) return;
  const double serial = number < 1 && epoch_shift_ > 0 ? number : number + epoch_shift_;
  if (auto iso = serial_to_iso(serial)) {
    cell.kind = Cell::Kind::date;
    cell.number = serial;
    cell.text = std::move(*iso);
  }
}

}  // namespace lt::spreadsheet
