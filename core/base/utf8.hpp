// UTF-8 one code point at a time: for texts of a few dozen bytes, without tables.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace lt {

inline constexpr char32_t replacement_character = 0xFFFD;

// True where every byte belongs to a well-formed sequence (no overlong form, no surrogate, at most U+10FFFF).
bool is_valid_utf8(std::string_view text);

// The code point at `at`, which moves behind it; U+FFFD for a byte that starts no well-formed sequence, moving by one
// byte. `at` must lie before `end`.
inline char32_t next_code_point(const char*& at, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  const auto continues = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return ++at, lead;
  if (lead >= 0xC2 && lead <= 0xDF && end - at >= 2 && continues(1)) {
    const char32_t code = (lead & 0x1FU) << 6 | (byte(1) & 0x3FU);
    return at += 2, code;
  }
  if ((lead & 0xF0) == 0xE0 && end - at >= 3 && continues(1) && continues(2)) {
    const char32_t code = (lead & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return at += 3, code;
  }
  if (lead >= 0xF0 && lead <= 0xF4 && end - at >= 4 && continues(1) && continues(2) && continues(3)) {
    const char32_t code = (lead & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (code >= 0x10000 && code <= 0x10FFFF) return at += 4, code;
  }
  return ++at, replacement_character;
}

inline void append_utf8(char32_t code, std::string& out) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

// Appends `text` with each byte that belongs to no well-formed sequence replaced by U+FFFD.
void repair_utf8(std::string_view text, std::string& out);

// True where they differ at most in the case of ASCII letters.
inline bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// `text` between quotes for a message to a person: repaired, and cut behind 60 bytes or less.
std::string quoted(std::string_view text);

}  // namespace lt
