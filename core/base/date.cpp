// Reading and writing days; the calendar arithmetic is Howard Hinnant's (chrono-Compatible Low-Level Date Algorithms).
#include "base/date.hpp"

#include "base/digit_reader.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <string>

namespace lt {
namespace {

struct DateName {
  std::string_view name;
  DateFormat format;
};

constexpr DateName date_names[] = {
    {"dd/mm/yyyy", DateFormat::dmy},
    {"yyyy-mm-dd", DateFormat::ymd},
    {"yyyyMMdd", DateFormat::ymd_compact},
    {"ddMMyyyy", DateFormat::dmy_compact},
    {"epoch_ms", DateFormat::epoch_ms},
    {"excel", DateFormat::excel_1900},
    {"excel1904", DateFormat::excel_1904},
    {"yyyy", DateFormat::year},
    {"iso", DateFormat::iso},
    // Other spellings of the same.
    {"d/m/yyyy", DateFormat::dmy},
    {"dd-mm-yyyy", DateFormat::dmy},
    {"dd.mm.yyyy", DateFormat::dmy},
    {"yyyy/mm/dd", DateFormat::ymd},
    {"yyyy.mm.dd", DateFormat::ymd},
    {"excel1900", DateFormat::excel_1900},
    {"year", DateFormat::year},
};
constexpr std::size_t main_date_names = 9;

int days_in_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

std::optional<CivilDate> made_of(std::optional<std::int64_t> year, std::optional<std::int64_t> month,
                                 std::optional<std::int64_t> day) {
  if (!year || !month || !day) return std::nullopt;
  return CivilDate{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
}

// `first` digits, a separator, two digits or one, the same separator, `last` digits.
std::optional<CivilDate> separated(std::string_view text, bool year_first) {
  DigitReader reader(text);
  const auto first = year_first ? reader.number(4, 4) : reader.number(1, 2);
  const char separator = reader.take_any("/-.");
  const auto month = reader.number(1, 2);
  if (!separator || !reader.take(separator)) return std::nullopt;
  const auto last = year_first ? reader.number(1, 2) : reader.number(4, 4);
  if (!reader.at_end()) return std::nullopt;
  return year_first ? made_of(first, month, last) : made_of(last, month, first);
}

std::optional<CivilDate> compact(std::string_view text, bool year_first) {
  if (text.size() != 8) return std::nullopt;
  DigitReader reader(text);
  const auto first = reader.number(year_first ? 4 : 2, year_first ? 4 : 2);
  const auto month = reader.number(2, 2);
  const auto last = reader.number(year_first ? 2 : 4, year_first ? 2 : 4);
  return year_first ? made_of(first, month, last) : made_of(last, month, first);
}

// A whole number, perhaps with a minus sign and a fraction, which is dropped towards the past.
std::optional<std::int64_t> floor_of(std::string_view text) {
  DigitReader reader(text);
  const bool negative = reader.take('-');
  auto value = reader.number(1, 17);
  if (!value) return std::nullopt;
  bool fraction = false;
  if (reader.take('.')) {
    if (!is_digit(reader.peek())) return std::nullopt;
    while (const char digit = reader.take_any("0123456789")) fraction = fraction || digit != '0';
  }
  if (!reader.at_end()) return std::nullopt;
  return negative ? -*value - (fraction ? 1 : 0) : *value;
}

std::optional<CivilDate> from_days(std::optional<std::int64_t> days) {
  // Far-off numbers would overflow the year.
  if (!days || *days < -1'000'000 || *days > 1'000'000) return std::nullopt;
  return civil_from_days(*days);
}

std::optional<CivilDate> from_epoch(std::string_view text) {
  const auto moment = floor_of(text);
  if (!moment) return std::nullopt;
  constexpr std::int64_t day = 24 * 3600 * 1000;
  return from_days(*moment >= 0 ? *moment / day : -((day - 1 - *moment) / day));
}

std::optional<CivilDate> from_excel(std::string_view text, bool system_1904) {
  const auto serial = floor_of(text);
  if (!serial) return std::nullopt;
  return from_days(days_from_excel(*serial, system_1904));
}

// The parts as written, real or not.
std::optional<CivilDate> shape(DateFormat format, std::string_view text) {
  switch (format) {
    case DateFormat::dmy:
      return separated(text, false);
    case DateFormat::ymd:
      return separated(text, true);
    case DateFormat::ymd_compact:
      return compact(text, true);
    case DateFormat::dmy_compact:
      return compact(text, false);
    case DateFormat::epoch_ms:
      return from_epoch(text);
    case DateFormat::excel_1900:
      return from_excel(text, false);
    case DateFormat::excel_1904:
      return from_excel(text, true);
    case DateFormat::year: {
      DigitReader reader(text);
      const auto year = reader.number(4, 4);
      if (!year || !reader.at_end()) return std::nullopt;
      return CivilDate{static_cast<int>(*year), 0, 0};
    }
    case DateFormat::iso: {
      const auto moment = read_timestamp(TimestampFormat::iso, text);
      if (!moment) return std::nullopt;
      return vietnam_date(*moment);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<DateFormat> date_format(std::string_view name) {
  for (const auto& known : date_names) {
    if (equal_but_for_case(known.name, name)) return known.format;
  }
  return std::nullopt;
}

std::string date_format_names() {
  std::string list;
  for (std::size_t i = 0; i < main_date_names; ++i) list.append(i ? ", " : "").append(date_names[i].name);
  return list;
}

std::optional<CivilDate> read_date(DateFormat format, std::string_view text) {
  const auto date = shape(format, without_outer_blanks(text));
  if (!date || !is_real_date(*date)) return std::nullopt;
  return date;
}

bool parse_date(DateFormat format, std::string_view text, std::string& out) {
  const auto date = read_date(format, text);
  if (date) out.append(canonical(*date));
  return date.has_value();
}

std::string date_problem(DateFormat format, std::string_view text) {
  const auto date = shape(format, without_outer_blanks(text));
  if (date && is_real_date(*date)) return {};
  const auto* name =
      std::find_if(std::begin(date_names), std::end(date_names), [&](const DateName& n) { return n.format == format; });
  std::string problem = quoted(text) + " is no date " + std::string(name->name);
  if (!date) return problem;
  return problem +
         (date->year < 1900 || date->year > 2100 ? ": the year is outside 1900–2100" : ": there is no such day");
}

DateText canonical(CivilDate date) {
  DateText text;
  char* at = text.bytes.data();
  const auto two = [&](int value) {
    *at++ = static_cast<char>('0' + value / 10 % 10);
    *at++ = static_cast<char>('0' + value % 10);
  };
  two(date.year / 100);
  two(date.year % 100);
  if (date.month != 0) {
    *at++ = '-';
    two(date.month);
    *at++ = '-';
    two(date.day);
  }
  text.size = static_cast<std::uint8_t>(at - text.bytes.data());
  return text;
}

std::optional<CivilDate> from_canonical_date(std::string_view text) {
  if (text.size() != 4 && (text.size() != 10 || text[4] != '-')) return std::nullopt;
  const auto date = shape(text.size() == 4 ? DateFormat::year : DateFormat::ymd, text);
  if (!date || !is_real_date(*date)) return std::nullopt;
  return date;
}

std::int64_t days_from_civil(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = year - era * 400;
  const auto day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = days - era * 146097;
  const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto shifted_month = (5 * day_of_year + 2) / 153;
  const auto month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), static_cast<int>(month),
          static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

bool is_real_date(CivilDate date) {
  if (date.year < 1900 || date.year > 2100) return false;
  if (date.month == 0) return date.day == 0;
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

std::optional<std::int64_t> days_from_excel(std::int64_t serial, bool system_1904) {
  if (serial < 0 || serial > 100'000) return std::nullopt;
  if (system_1904) return serial + days_from_civil(1904, 1, 1);
  if (serial == 0 || serial == 60) return std::nullopt;  // 0 is a time without a day
  return serial - (serial > 60 ? 1 : 0) + days_from_civil(1899, 12, 31);
}

}  // namespace lt
