// Moments as partner systems write them, in the one form that the hub keeps: "2021-05-03T08:15:00+07:00".
#pragma once

#include "base/clock.hpp"
#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lt {

// The canonical timestamp is ISO 8601 in whole seconds, always with Vietnam's offset. Asia/Ho_Chi_Minh has been +07:00
// without summer time since 1975-06-13 (IANA tz database), so the offset is a constant; earlier moments are written
// with it too. Fractions of a second are cut off.
inline constexpr Milliseconds vietnam_offset_ms = Milliseconds{7} * 3600 * 1000;

// Formats of a moment. A time without an offset is Vietnamese time; years outside 1900–2100 are refused.
enum class TimestampFormat {
  dmy,          // dd/mm/yyyy hh:mm[:ss]; a day alone is its 00:00
  iso,          // yyyy-mm-dd[T or blank]hh:mm[:ss[.fraction]][Z or ±hh[[:]mm]]; a day alone is its 00:00
  ymd_compact,  // yyyyMMddHHmm[ss]
  smpp,         // yyMMddHHmm[ss] of SMPP delivery receipts, years 2000–2099
  epoch_ms,
  epoch_s,
  excel_1900,  // serial day with the time as its fraction, to the nearest second
  excel_1904,
};

// A format by the name that a mapping file uses: dd/mm/yyyy hh:mm, iso, yyyyMMddHHmm, yyMMddHHmm, epoch_ms, epoch_s,
// excel, excel1904. Capitals do not matter.
std::optional<TimestampFormat> timestamp_format(std::string_view name);
std::string timestamp_format_names();  // comma-separated, for an error message

// std::nullopt where `text` is no moment of `format`; timestamp_problem() then says why.
std::optional<Milliseconds> read_timestamp(TimestampFormat format, std::string_view text);
// Appends the canonical form; false, and `out` as it was, where `text` is no moment of `format`.
bool parse_timestamp(TimestampFormat format, std::string_view text, std::string& out);
std::string timestamp_problem(TimestampFormat format, std::string_view text);

DateText canonical_timestamp(Milliseconds moment);  // empty outside the years 1900–2100 of Vietnam
std::optional<Milliseconds> from_canonical_timestamp(std::string_view text);
CivilDate vietnam_date(Milliseconds moment);  // the day in Vietnam

}  // namespace lt
