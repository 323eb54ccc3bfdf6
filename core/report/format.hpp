// Numbers, times and ages as the reader of a language writes them.
#pragma once

#include "report/texts.hpp"
#include "schedule/time_zone.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lt::report {

// One rendering: words, language, and the time zone of its readers.
struct Edition {
  const Texts& texts;
  Language language;
  const schedule::TimeZone& zone;

  std::string text(std::string_view key, const Texts::Values& values = {}) const {
    return texts.get(key, language, values);
  }
  const std::string& label(const model::Label& both) const { return in(language, both); }
};

// 1.234.567 in Vietnamese, 1,234,567 in English.
std::string number(const Edition& edition, std::int64_t value);
// "99,87%", cut off, so that 100% is all of it; the text of "none" where the whole is 0.
std::string percent(const Edition& edition, std::int64_t part, std::int64_t whole);
// 9987 of 99.87 %.
std::int64_t hundredths(std::int64_t part, std::int64_t whole);
// "21/11/2026"; "2026-11-21".
std::string date(const Edition& edition, Milliseconds instant);
// "08:15 ngày 21/11/2026"; "2026-11-21 08:15".
std::string date_time(const Edition& edition, Milliseconds instant);
// The same parts for a text with {hour} {minute} {day} {month} {year}; in {decree_month} only January and February
// bear a 0 (Decree 30/2020/NĐ-CP, appendix I, part I, II.4).
Texts::Values date_parts(const Edition& edition, Milliseconds instant);
// "3 giờ 12 phút": the two largest units.
std::string age(const Edition& edition, Milliseconds length);
// "2026-11-21T08:15:00+07:00", for programs.
std::string iso_time(const schedule::TimeZone& zone, Milliseconds instant);

// Text safe inside HTML, in elements and in quoted attributes; control characters and broken UTF-8 become U+FFFD.
std::string escape_html(std::string_view text);
// Columns that a terminal needs: code points without combining marks.
std::size_t display_width(std::string_view text);

}  // namespace lt::report
