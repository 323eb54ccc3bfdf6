// Normalization, case and folding over one small table; ICU fills the table and answers for what lies outside it.
#include "base/vietnamese_text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <array>
#include <cstdint>

namespace lt {
namespace {

// What happens to one code point. `plain` is the small letter without marks; 0 drops the code point.
struct Letter {
  std::uint16_t lower = 0;
  std::uint16_t upper = 0;
  std::uint16_t plain = 0;
  std::uint16_t plain_upper = 0;
  Space space = Space::none;
  bool in_word = false;  // letter, mark or digit
};

// Latin up to Extended-B, and the block Latin Extended Additional with the rest of Vietnamese.
constexpr std::size_t latin_end = 0x250;
constexpr char32_t additional = 0x1E00;
constexpr std::size_t letter_count = latin_end + 0x100;

constexpr std::size_t outside = letter_count;
constexpr std::size_t slot(char32_t code) {
  if (code < latin_end) return code;
  if (code - additional < 0x100) return latin_end + (code - additional);
  return outside;
}

const icu::Normalizer2& composer() {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const instance = icu::Normalizer2::getNFCInstance(status);
  return *instance;  // compiled into ICU's library, cannot fail to load
}

bool is_mark(char32_t code) {
  if (code < 0x300) return false;
  if (code < 0x370) return true;
  return (U_MASK(u_charType(static_cast<UChar32>(code))) & U_GC_MN_MASK) != 0;
}

// Letters that carry their mark inside and so have no decomposition, and signs that people type for one another.
char32_t look_alike(char32_t code) {
  switch (code) {
    case 0x0110:
    case 0x0111:  // Đ đ
    case 0x00D0:
    case 0x00F0:
    case 0x0189:
    case 0x0256:  // Ð ð Ɖ ɖ look like Đ đ
      return 'd';
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x02B9:
    case 0x00B4:
    case 0x0060:
      return '\'';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    default:
      return code;
  }
}

char32_t base_letter(char32_t code) {
  icu::UnicodeString parts;
  if (composer().getDecomposition(static_cast<UChar32>(code), parts)) code = static_cast<char32_t>(parts.char32At(0));
  return look_alike(static_cast<char32_t>(u_tolower(static_cast<UChar32>(look_alike(code)))));
}

std::array<Letter, letter_count> fill_letters() {
  std::array<Letter, letter_count> letters;
  for (char32_t code = 0; code < additional + 0x100; ++code) {
    if (slot(code) == outside) continue;
    const auto icu_code = static_cast<UChar32>(code);
    const auto plain = base_letter(code);
    Letter& letter = letters[slot(code)];
    letter.lower = static_cast<std::uint16_t>(u_tolower(icu_code));
    letter.upper = static_cast<std::uint16_t>(u_toupper(icu_code));
    letter.plain = static_cast<std::uint16_t>(plain);
    letter.plain_upper = static_cast<std::uint16_t>(u_toupper(static_cast<UChar32>(plain)));
    letter.space = space_class(code);
    letter.in_word = u_isalnum(icu_code) != 0;
  }
  return letters;
}

const std::array<Letter, letter_count>& letters() {
  static const auto table = fill_letters();
  return table;
}

// Bytes that NFC leaves alone whatever stands around them: ASCII, U+0080–U+02FF, U+1E00–U+1EFF, general punctuation.
bool is_plainly_composed(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    if (*at < 0x80) {
      ++at;
    } else if (*at >= 0xC2 && *at < 0xCC && end - at >= 2 && (at[1] & 0xC0) == 0x80) {
      at += 2;
    } else if (end - at >= 3 && (at[2] & 0xC0) == 0x80 &&
               ((*at == 0xE1 && at[1] >= 0xB8 && at[1] <= 0xBB) || (*at == 0xE2 && at[1] == 0x80 && at[2] >= 0x82))) {
      at += 3;
    } else {
      return false;
    }
  }
  return true;
}

// Appends each code point as `choose` says: choose(code, letter or null).
template <typename Choose>
void map_letters(std::string_view text, std::string& out, Choose choose) {
  const auto& table = letters();
  out.reserve(out.size() + text.size() + 8);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char32_t code = next_code_point(at, end);
    const std::size_t index = slot(code);
    append_utf8(choose(code, index == outside ? nullptr : &table[index]), out);
  }
}

void append_plain(char32_t code, bool capitals, std::string& out) {
  icu::UnicodeString parts;
  if (!composer().getDecomposition(static_cast<UChar32>(code), parts)) parts = static_cast<UChar32>(code);
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (is_mark(static_cast<char32_t>(parts.char32At(i)))) continue;
    const auto plain = static_cast<UChar32>(look_alike(static_cast<char32_t>(parts.char32At(i))));
    append_utf8(static_cast<char32_t>(capitals ? u_toupper(plain) : u_tolower(plain)), out);
  }
}

void append_folded(std::string_view text, bool capitals, std::string& out) {
  const auto& table = letters();
  out.reserve(out.size() + text.size());
  const std::size_t start = out.size();
  bool blank = false;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char32_t code = next_code_point(at, end);
    const std::size_t index = slot(code);
    const Space space = index == outside ? space_class(code) : table[index].space;
    if (space == Space::blank) blank = true;
    if (space != Space::none || (index == outside && is_mark(code))) continue;
    if (blank && out.size() > start) out.push_back(' ');
    blank = false;
    if (index == outside) {
      append_plain(code, capitals, out);
    } else {
      append_utf8(capitals ? table[index].plain_upper : table[index].plain, out);
    }
  }
}

}  // namespace

Space space_class(char32_t code) {
  if (code == ' ' || (code >= '\t' && code <= '\r')) return Space::blank;
  if (code < 0x80) return Space::none;
  switch (code) {
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return Space::blank;
    case 0x00AD:
    case 0x180E:
    case 0x2060:
    case 0xFEFF:
      return Space::nothing;
    default:
      break;
  }
  if (code >= 0x2000 && code <= 0x200B) return Space::blank;
  const bool direction_or_joiner =
      (code >= 0x200C && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return direction_or_joiner ? Space::nothing : Space::none;
}

void nfc(std::string_view text, std::string& out) {
  if (is_plainly_composed(text)) {
    out.append(text);
    return;
  }
  std::string repaired;
  if (!is_valid_utf8(text)) {
    repair_utf8(text, repaired);
    text = repaired;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  const auto size = out.size();
  composer().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, status);
  if (U_FAILURE(status)) out.replace(size, std::string::npos, text);
}

void squeeze(std::string_view text, std::string& out) {
  out.reserve(out.size() + text.size());
  const std::size_t start = out.size();
  bool blank = false;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char* const here = at;
    const char32_t code = next_code_point(at, end);
    const Space space = space_class(code);
    if (space == Space::blank) blank = true;
    if (space != Space::none) continue;
    if (blank && out.size() > start) out.push_back(' ');
    blank = false;
    if (code == replacement_character) {
      append_utf8(code, out);
    } else {
      out.append(here, at);
    }
  }
}

void upper(std::string_view text, std::string& out) {
  map_letters(text, out, [](char32_t code, const Letter* letter) {
    return letter ? letter->upper : static_cast<char32_t>(u_toupper(static_cast<UChar32>(code)));
  });
}

void lower(std::string_view text, std::string& out) {
  map_letters(text, out, [](char32_t code, const Letter* letter) {
    return letter ? letter->lower : static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)));
  });
}

void title_name(std::string_view text, std::string& out) {
  bool inside = false;
  map_letters(text, out, [&inside](char32_t code, const Letter* letter) {
    const auto icu_code = static_cast<UChar32>(code);
    const bool was_inside = inside;
    inside = letter ? letter->in_word : is_mark(code) ? inside : u_isalnum(icu_code) != 0;
    if (letter) return static_cast<char32_t>(was_inside ? letter->lower : letter->upper);
    return static_cast<char32_t>(was_inside ? u_tolower(icu_code) : u_toupper(icu_code));
  });
}

void fold(std::string_view text, std::string& out) { append_folded(text, false, out); }

void unaccent_upper(std::string_view text, std::string& out) { append_folded(text, true, out); }

namespace {

std::string returned(void (*append)(std::string_view, std::string&), std::string_view text) {
  std::string out;
  append(text, out);
  return out;
}

}  // namespace

std::string nfc(std::string_view text) { return returned(nfc, text); }
std::string squeeze(std::string_view text) { return returned(squeeze, text); }
std::string upper(std::string_view text) { return returned(upper, text); }
std::string lower(std::string_view text) { return returned(lower, text); }
std::string title_name(std::string_view text) { return returned(title_name, text); }
std::string fold(std::string_view text) { return returned(fold, text); }
std::string unaccent_upper(std::string_view text) { return returned(unaccent_upper, text); }

}  // namespace lt
