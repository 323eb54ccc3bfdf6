// Decoding TCVN3 and VNI, and judging which of them a text was typed in.
#include "base/legacy_font.hpp"

#include "base/utf8.hpp"
#include "base/vietnamese_syllable.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <string>

namespace lt {
namespace {

// TCVN 5712:1993, VN3: the letters at 0xA1–0xFE; a dot where there is none.
constexpr std::u32string_view tcvn3_letters =
    U"ĂÂÊÔƠƯĐăâêôơưđ."   // A1–AF
    U".....àảãáạ.ằẳẵắ."  // B0–BF
    U"......ặầẩẫấậè.ẻẽ"  // C0–CF
    U"éẹềểễếệìỉ...ĩíịò"  // D0–DF
    U".ỏõóọồổỗốộờởỡớợù"  // E0–EF
    U".ủũúụừửữứựỳỷỹýỵ";  // F0–FE
static_assert(tcvn3_letters.size() == 0xFF - 0xA1);

char32_t tcvn3_letter(char32_t code) {
  if (code < 0xA1 || code > 0xFE) return code;
  const char32_t letter = tcvn3_letters[code - 0xA1];
  return letter == U'.' ? code : letter;
}

// VNI writes a letter and behind it a sign for its mark; a row gives what each sign makes of each letter.
struct VniSign {
  char32_t sign;
  std::u32string_view from;
  std::u32string_view to;
};

constexpr VniSign vni_signs[] = {
    {0xF9, U"aeouyơư", U"áéóúýớứ"},
    {0xF8, U"aeouyơư", U"àèòùỳờừ"},
    {0xFB, U"aeouyơư", U"ảẻỏủỷởử"},
    {0xF5, U"aeouyơư", U"ãẽõũỹỡữ"},
    {0xEF, U"aeouyơư", U"ạẹọụỵợự"},
    {0xE2, U"aeo", U"âêô"},
    {0xE1, U"aeo", U"ấếố"},
    {0xE0, U"aeo", U"ầềồ"},
    {0xE5, U"aeo", U"ẩểổ"},
    {0xE3, U"aeo", U"ẫễỗ"},
    {0xE4, U"aeo", U"ậệộ"},
    {0xEA, U"a", U"ă"},
    {0xE9, U"a", U"ắ"},
    {0xE8, U"a", U"ằ"},
    {0xFA, U"a", U"ẳ"},
    {0xFC, U"a", U"ẵ"},
    {0xEB, U"a", U"ặ"},
};

// Letters with a code of their own.
constexpr std::u32string_view vni_single_from = U"\u00F4\u00F6\u00F1\u00EC\u00ED\u00E6\u00F3\u00F2\u00EE";
constexpr std::u32string_view vni_single_to = U"ơưđìíỉĩịỵ";
static_assert(vni_single_from.size() == vni_single_to.size());

// Small and capital letters of Latin-1 lie 0x20 apart.
constexpr bool is_latin1_capital(char32_t code) { return code >= 0xC0 && code <= 0xDE && code != 0xD7; }
constexpr char32_t small(char32_t code) {
  return is_latin1_capital(code) || (code >= 'A' && code <= 'Z') ? code + 0x20 : code;
}

char32_t capital(char32_t code) {
  std::string one;
  append_utf8(code, one);
  const std::string big = upper(one);
  const char* at = big.data();
  return next_code_point(at, big.data() + big.size());
}

// The letter that `sign` makes of the small letter `base`; 0 where they do not go together.
char32_t with_sign(char32_t base, char32_t sign) {
  for (const auto& row : vni_signs) {
    if (row.sign != sign) continue;
    const auto at = row.from.find(base);
    return at == std::u32string_view::npos ? 0 : row.to[at];
  }
  return 0;
}

char32_t vni_single(char32_t code) {
  const auto at = vni_single_from.find(code);
  return at == std::u32string_view::npos ? code : vni_single_to[at];
}

struct VniLetter {
  char32_t code = 0;  // 0: none waiting
  bool is_capital = false;
};

void flush(VniLetter& waiting, std::string& out) {
  if (waiting.code != 0) append_utf8(waiting.is_capital ? capital(waiting.code) : waiting.code, out);
  waiting = {};
}

template <typename Visit>
void each_code_point(std::string_view text, Visit visit) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) visit(next_code_point(at, end));
}

}  // namespace

void from_tcvn3(std::string_view text, std::string& out, Tcvn3Font font) {
  if (font == Tcvn3Font::capitals) {
    std::string small_letters;
    from_tcvn3(text, small_letters);
    return upper(small_letters, out);
  }
  out.reserve(out.size() + text.size() * 2);
  each_code_point(text, [&](char32_t code) { append_utf8(tcvn3_letter(code), out); });
}

std::string from_tcvn3(std::string_view text, Tcvn3Font font) {
  std::string out;
  from_tcvn3(text, out, font);
  return out;
}

void from_vni(std::string_view text, std::string& out) {
  out.reserve(out.size() + text.size() * 2);
  VniLetter waiting;
  each_code_point(text, [&](char32_t code) {
    if (waiting.code != 0) {
      if (const char32_t marked = with_sign(waiting.code, small(code))) {
        waiting.code = marked;
        return flush(waiting, out);
      }
      flush(waiting, out);
    }
    const bool is_capital = is_latin1_capital(code) || (code >= 'A' && code <= 'Z');
    if (code < 0x80 && !is_capital && !(code >= 'a' && code <= 'z')) return append_utf8(code, out);
    waiting = {is_capital ? vni_single(small(code)) : vni_single(code), is_capital};
  });
  flush(waiting, out);
}

std::string from_vni(std::string_view text) {
  std::string out;
  from_vni(text, out);
  return out;
}

namespace {

// How one legacy reading of a text fares.
struct Reading {
  bool possible = true;
  int odd_words = 0;     // words that are syllables in this reading and none in Unicode
  int strong_words = 0;  // of these, the ones with a combination that no Latin script has
};

bool is_small_ascii(char c) { return c >= 'a' && c <= 'z'; }
bool is_ascii_vowel(char c) { return std::string_view("aeouyAEOUY").find(c) != std::string_view::npos; }

// A sign amid letters, or a Latin-1 capital behind a small letter: real text has neither.
bool looks_tcvn3(std::string_view word) {
  bool strong = false;
  char before = 0;
  const char* at = word.data();
  const char* const end = at + word.size();
  while (at < end) {
    const char32_t code = next_code_point(at, end);
    strong = strong || (code >= 0xA1 && code <= 0xBF) || code == 0xD7 || code == 0xF7 || code == 0xDE || code == 0xFE;
    strong = strong || (is_latin1_capital(code) && is_small_ascii(before));
    before = code < 0x80 ? static_cast<char>(code) : '\0';
  }
  return strong;
}

// A vowel with a mark letter behind it that no European spelling puts there, or đ at the start.
bool looks_vni(std::string_view word) {
  constexpr std::u32string_view telling = U"\u00F8\u00F5\u00FB\u00E5\u00E4\u00E3\u00E2\u00E1\u00E0";
  bool strong = false;
  bool first = true;
  char before = 0;
  const char* at = word.data();
  const char* const end = at + word.size();
  while (at < end) {
    const char32_t code = small(next_code_point(at, end));
    strong = strong || (is_ascii_vowel(before) && telling.find(code) != std::u32string_view::npos) ||
             (first && code == 0xF1);
    before = code < 0x80 ? static_cast<char>(code) : '\0';
    first = false;
  }
  return strong;
}

void judge(Reading& reading, const std::string& decoded, std::string_view word, bool strong) {
  if (!is_vietnamese_syllable(decoded)) {
    reading.possible = false;
  } else if (!is_vietnamese_syllable(word)) {
    ++reading.odd_words;
    reading.strong_words += strong ? 1 : 0;
  }
}

// All codes beyond ASCII but the no-break space hold words together: in TCVN3 most signs of Latin-1 are letters.
std::size_t word_end(std::string_view text, std::size_t at) {
  const auto is_word_byte = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || is_small_ascii(c) || (c >= 'A' && c <= 'Z');
  };
  while (at < text.size() && is_word_byte(text[at]) && !text.substr(at).starts_with("\u00A0")) ++at;
  return at;
}

// Calls visit(word) for each word that is not ASCII alone until it answers false; the last answer.
template <typename Visit>
bool each_marked_word(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const auto word = text.substr(at, word_end(text, at) - at);
    at += word.empty() ? (text.substr(at).starts_with("\u00A0") ? 2 : 1) : word.size();
    if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) continue;
    if (!visit(word)) return false;
  }
  return true;
}

// Every non-ASCII code point must be one that CP1252 shows between 0xA1 and 0xFF, and one of them must be there.
bool could_be_legacy(std::string_view text) {
  bool any = false;
  bool only = true;
  each_code_point(text, [&](char32_t code) {
    any = any || code >= 0xA1;
    only = only && code <= 0xFF && (code < 0x80 || code >= 0xA0);
  });
  return any && only;
}

}  // namespace

TextEncoding detect_legacy(std::string_view text) {
  if (!could_be_legacy(text)) return TextEncoding::unicode;
  // Real Vietnamese is by far the most frequent, and needs no decoding to be told.
  if (each_marked_word(text, is_vietnamese_syllable)) return TextEncoding::unicode;
  Reading tcvn3;
  Reading vni;
  each_marked_word(text, [&](std::string_view word) {
    judge(tcvn3, from_tcvn3(word), word, looks_tcvn3(word));
    judge(vni, from_vni(word), word, looks_vni(word));
    return tcvn3.possible || vni.possible;
  });
  const auto convinces = [](const Reading& reading, const Reading& other) {
    if (!reading.possible || (reading.strong_words == 0 && reading.odd_words < 2)) return false;
    return !other.possible || reading.strong_words > other.strong_words;
  };
  if (convinces(tcvn3, vni)) return TextEncoding::tcvn3;
  if (convinces(vni, tcvn3)) return TextEncoding::vni;
  return TextEncoding::unicode;
}

}  // namespace lt
