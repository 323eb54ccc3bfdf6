// Reading and writing moments.
#include "base/timestamp.hpp"

#include "base/digit_reader.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lt {
namespace {

struct TimestampName {
  std::string_view name;
  TimestampFormat format;
};

constexpr TimestampName timestamp_names[] = {
    {"dd/mm/yyyy hh:mm", TimestampFormat::dmy},
    {"iso", TimestampFormat::iso},
    {"yyyyMMddHHmm", TimestampFormat::ymd_compact},
    {"yyMMddHHmm", TimestampFormat::smpp},
    {"epoch_ms", TimestampFormat::epoch_ms},
    {"epoch_s", TimestampFormat::epoch_s},
    {"excel", TimestampFormat::excel_1900},
    {"excel1904", TimestampFormat::excel_1904},
    // Other spellings of the same.
    {"dd/mm/yyyy hh:mm:ss", TimestampFormat::dmy},
    {"iso8601", TimestampFormat::iso},
    {"yyyyMMddHHmmss", TimestampFormat::ymd_compact},
    {"yyMMddHHmmss", TimestampFormat::smpp},
    {"excel1900", TimestampFormat::excel_1900},
};
constexpr std::size_t main_timestamp_names = 8;

std::optional<Milliseconds> local_moment(CivilDate date, std::int64_t hour, std::int64_t minute, std::int64_t second) {
  if (!is_real_date(date) || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return days_from_civil(date.year, date.month, date.day) * day_ms + ((hour * 60 + minute) * 60 + second) * 1000;
}

// "+07:00", "+0700", "+07", "Z"; Vietnam's where nothing follows.
std::optional<Milliseconds> read_offset(DigitReader& reader) {
  if (reader.at_end()) return vietnam_offset_ms;
  if (reader.take_any("Zz")) return 0;
  const char sign = reader.take_any("+-");
  if (!sign) return std::nullopt;
  const auto hours = reader.number(2, 2);
  const bool colon = reader.take(':');
  const auto minutes = colon || !reader.at_end() ? reader.number(2, 2) : 0;
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const Milliseconds offset = (*hours * 60 + *minutes) * minute_ms;
  return sign == '-' ? -offset : offset;
}

// "hh:mm[:ss[.fraction]]" and, where `with_offset`, what stands behind it.
std::optional<Milliseconds> read_time(DigitReader& reader, CivilDate date, bool with_offset) {
  const auto hour = reader.number(1, 2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2, 2);
  std::optional<std::int64_t> second = 0;
  if (reader.take(':')) {
    second = reader.number(2, 2);
    if (reader.take_any(".,")) {
      if (!is_digit(reader.peek())) return std::nullopt;
      while (reader.take_any("0123456789")) {
      }
    }
  }
  if (!minute || !second) return std::nullopt;
  Milliseconds offset = vietnam_offset_ms;
  if (with_offset) {
    reader.skip_blanks();
    const auto given = read_offset(reader);
    if (!given) return std::nullopt;
    offset = *given;
  }
  const auto local = local_moment(date, *hour, *minute, *second);
  if (!local || !reader.at_end()) return std::nullopt;
  return *local - offset;
}

std::optional<Milliseconds> read_dmy(std::string_view text) {
  const auto blank = std::min(text.find(' '), text.size());
  const auto date = read_date(DateFormat::dmy, text.substr(0, blank));
  if (!date) return std::nullopt;
  DigitReader reader(text.substr(blank));
  reader.skip_blanks();
  if (reader.at_end()) return *local_moment(*date, 0, 0, 0) - vietnam_offset_ms;
  return read_time(reader, *date, false);
}

std::optional<Milliseconds> read_iso(std::string_view text) {
  const auto date = text.size() >= 10 ? from_canonical_date(text.substr(0, 10)) : std::nullopt;
  if (!date || date->month == 0) return std::nullopt;
  DigitReader reader(text.substr(10));
  if (reader.at_end()) return *local_moment(*date, 0, 0, 0) - vietnam_offset_ms;
  if (!reader.take_any("Tt ")) return std::nullopt;
  return read_time(reader, *date, true);
}

std::optional<Milliseconds> read_compact(std::string_view text, int year_digits) {
  const std::size_t without_seconds = static_cast<std::size_t>(year_digits) + 8;
  if (text.size() != without_seconds && text.size() != without_seconds + 2) return std::nullopt;
  DigitReader reader(text);
  const auto year = reader.number(year_digits, year_digits);
  const auto month = reader.number(2, 2);
  const auto day = reader.number(2, 2);
  const auto hour = reader.number(2, 2);
  const auto minute = reader.number(2, 2);
  const auto second = text.size() > without_seconds ? reader.number(2, 2) : 0;
  if (!year || !month || !day || !hour || !minute || !second || *month == 0) return std::nullopt;
  const int century = year_digits == 2 ? 2000 : 0;
  const auto local = local_moment({century + static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)},
                                  *hour, *minute, *second);
  if (!local) return std::nullopt;
  return *local - vietnam_offset_ms;
}

std::optional<Milliseconds> read_epoch(std::string_view text, Milliseconds unit) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // 10^15 ms lies beyond the year 2100, so that the product cannot overflow either.
  if (error != std::errc() || end != text.data() + text.size() || value < -1'000'000'000'000'000 ||
      value > 1'000'000'000'000'000) {
    return std::nullopt;
  }
  return value * unit;
}

std::optional<Milliseconds> read_excel(std::string_view text, bool system_1904) {
  double serial = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), serial);
  if (error != std::errc() || end != text.data() + text.size() || !(serial >= 0 && serial < 100'000)) {
    return std::nullopt;
  }
  const double seconds = std::round(serial * 86400);
  const auto whole = static_cast<std::int64_t>(seconds / 86400);
  const auto days = days_from_excel(whole, system_1904);
  if (!days) return std::nullopt;
  return *days * day_ms + (static_cast<std::int64_t>(seconds) - whole * 86400) * 1000 - vietnam_offset_ms;
}

std::optional<Milliseconds> any_moment(TimestampFormat format, std::string_view text) {
  switch (format) {
    case TimestampFormat::dmy:
      return read_dmy(text);
    case TimestampFormat::iso:
      return read_iso(text);
    case TimestampFormat::ymd_compact:
      return read_compact(text, 4);
    case TimestampFormat::smpp:
      return read_compact(text, 2);
    case TimestampFormat::epoch_ms:
      return read_epoch(text, 1);
    case TimestampFormat::epoch_s:
      return read_epoch(text, 1000);
    case TimestampFormat::excel_1900:
      return read_excel(text, false);
    case TimestampFormat::excel_1904:
      return read_excel(text, true);
  }
  return std::nullopt;
}

bool is_in_range(Milliseconds moment) {
  static const Milliseconds first = days_from_civil(1900, 1, 1) * day_ms - vietnam_offset_ms;
  static const Milliseconds last = days_from_civil(2101, 1, 1) * day_ms - vietnam_offset_ms;
  return moment >= first && moment < last;
}

}  // namespace

std::optional<TimestampFormat> timestamp_format(std::string_view name) {
  for (const auto& known : timestamp_names) {
    if (equal_but_for_case(known.name, name)) return known.format;
  }
  return std::nullopt;
}

std::string timestamp_format_names() {
  std::string list;
  for (std::size_t i = 0; i < main_timestamp_names; ++i) list.append(i ? ", " : "").append(timestamp_names[i].name);
  return list;
}

std::optional<Milliseconds> read_timestamp(TimestampFormat format, std::string_view text) {
  const auto moment = any_moment(format, without_outer_blanks(text));
  if (!moment || !is_in_range(*moment)) return std::nullopt;
  return moment;
}

bool parse_timestamp(TimestampFormat format, std::string_view text, std::string& out) {
  const auto moment = read_timestamp(format, text);
  if (moment) out.append(canonical_timestamp(*moment));
  return moment.has_value();
}

std::string timestamp_problem(TimestampFormat format, std::string_view text) {
  const auto moment = any_moment(format, without_outer_blanks(text));
  if (moment && is_in_range(*moment)) return {};
  const auto* name = std::find_if(std::begin(timestamp_names), std::end(timestamp_names),
                                  [&](const TimestampName& n) { return n.format == format; });
  return quoted(text) + " is no time " + std::string(name->name) +
         (moment ? ": the year is outside 1900–2100" : " that exists");
}

DateText canonical_timestamp(Milliseconds moment) {
  if (!is_in_range(moment)) return {};
  const CivilDate date = vietnam_date(moment);
  const Milliseconds local = moment + vietnam_offset_ms;
  auto second = ((local % day_ms + day_ms) % day_ms) / 1000;
  DateText text = canonical(date);
  char* at = text.bytes.data() + text.size;
  const auto two = [&](char before, std::int64_t value) {
    *at++ = before;
    *at++ = static_cast<char>('0' + value / 10);
    *at++ = static_cast<char>('0' + value % 10);
  };
  two('T', second / 3600);
  two(':', second / 60 % 60);
  two(':', second % 60);
  two('+', vietnam_offset_ms / hour_ms);
  two(':', 0);
  text.size = static_cast<std::uint8_t>(at - text.bytes.data());
  return text;
}

std::optional<Milliseconds> from_canonical_timestamp(std::string_view text) {
  if (text.size() != 25 || text[10] != 'T' || text.substr(19) != "+07:00") return std::nullopt;
  return read_timestamp(TimestampFormat::iso, text);
}

CivilDate vietnam_date(Milliseconds moment) {
  const Milliseconds local = moment + vietnam_offset_ms;
  return civil_from_days(local >= 0 ? local / day_ms : -((day_ms - 1 - local) / day_ms));
}

}  // namespace lt
