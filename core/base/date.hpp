// Days as partner systems write them, in the one form that the hub keeps: "YYYY-MM-DD", or "YYYY" for a year alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt {

// Formats of a day. Blanks around a value are ignored; impossible days and years outside 1900–2100 are refused.
enum class DateFormat {
  dmy,          // dd/mm/yyyy, d/m/yyyy, with / - or . between
  ymd,          // yyyy-mm-dd, with - / or . between
  ymd_compact,  // yyyyMMdd
  dmy_compact,  // ddMMyyyy
  epoch_ms,     // milliseconds that mean a UTC date (the vaccination portal's birthday)
  excel_1900,   // serial day of Excel's 1900 system, whose 60 is the 29 February 1900 that never was; a time is cut off
  excel_1904,   // serial day of the 1904 system
  year,         // yyyy
  iso,          // an ISO 8601 moment (timestamp.hpp) of which the day in Vietnam is meant
};

// A format by the name that a mapping file uses: dd/mm/yyyy, yyyy-mm-dd, yyyyMMdd, ddMMyyyy, epoch_ms, excel,
// excel1904, yyyy, iso. Capitals do not matter.
std::optional<DateFormat> date_format(std::string_view name);
std::string date_format_names();  // comma-separated, for an error message

struct CivilDate {
  int year = 0;
  int month = 0;  // 1–12; 0 where only the year is known, then day is 0 too
  int day = 0;
  bool operator==(const CivilDate&) const = default;
};

// A canonical date or timestamp without allocation; empty where there is none.
struct DateText {
  std::array<char, 25> bytes;
  std::uint8_t size = 0;
  operator std::string_view() const { return {bytes.data(), size}; }
};

// std::nullopt where `text` is no date of `format`; date_problem() then says why.
std::optional<CivilDate> read_date(DateFormat format, std::string_view text);
// Appends the canonical form; false, and `out` as it was, where `text` is no date of `format`.
bool parse_date(DateFormat format, std::string_view text, std::string& out);
// Why `text` is refused, for a person: "'31/02/2021' is no date dd/mm/yyyy: there is no such day". Empty where
// accepted.
std::string date_problem(DateFormat format, std::string_view text);

DateText canonical(CivilDate date);
std::optional<CivilDate> from_canonical_date(std::string_view text);

// Days since 1970-01-01 in the Gregorian calendar, and back.
std::int64_t days_from_civil(int year, int month, int day);
CivilDate civil_from_days(std::int64_t days);
bool is_real_date(CivilDate date);  // it exists, or is a year alone; the year is from 1900 to 2100

// Serial days of a spreadsheet, fraction cut off, as days since 1970-01-01; std::nullopt outside 1900–2100 and for the
// 1900 system's day 60.
std::optional<std::int64_t> days_from_excel(std::int64_t serial, bool system_1904);

}  // namespace lt
