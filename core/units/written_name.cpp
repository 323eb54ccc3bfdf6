// Type words, their abbreviations, and keys of names.
#include "units/written_name.hpp"

#include "base/digit_reader.hpp"
#include "base/hash.hpp"
#include "base/vietnamese_syllable.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <iterator>

namespace lt::units {
namespace {

struct TypeWord {
  std::string_view marked;  // small letters; without marks where the word has none
  std::string_view plain;
  std::string_view type;
};

// The longer of two that begin alike comes first.
constexpr TypeWord type_words[] = {
    {"thành phố", "thanh pho", "Thành phố"},
    {"thị trấn", "thi tran", "Thị trấn"},
    {"thị xã", "thi xa", "Thị xã"},
    {"đặc khu", "dac khu", "Đặc khu"},
    {"phường", "phuong", "Phường"},
    {"huyện", "huyen", "Huyện"},
    {"quận", "quan", "Quận"},
    {"tỉnh", "tinh", "Tỉnh"},
    {"xã", "xa", "Xã"},
};

// Abbreviations stand before a dot, a blank or a number.
constexpr TypeWord abbreviations[] = {
    {"t.p", "t.p", "Thành phố"}, {"t.x", "t.x", "Thị xã"}, {"t.t", "t.t", "Thị trấn"}, {"đ.k", "d.k", "Đặc khu"},
    {"tp", "tp", "Thành phố"},   {"tx", "tx", "Thị xã"},   {"tt", "tt", "Thị trấn"},   {"đk", "dk", "Đặc khu"},
    {"p", "p", "Phường"},        {"x", "x", "Xã"},         {"h", "h", "Huyện"},        {"q", "q", "Quận"},
    {"t", "t", "Tỉnh"},
};

bool is_word_byte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// How many bytes of `text` the word takes with the blanks and dots behind it; 0 where it does not stand there.
std::size_t taken(std::string_view small_text, std::string_view word, bool abbreviation) {
  if (!small_text.starts_with(word) || small_text.size() == word.size()) return 0;
  std::size_t at = word.size();
  const char next = small_text[at];
  if (abbreviation ? (next != '.' && next != ' ' && !is_digit(next)) : is_word_byte(next)) return 0;
  while (at < small_text.size() && (small_text[at] == ' ' || small_text[at] == '.')) ++at;
  return at == small_text.size() ? 0 : at;
}

struct Stripped {
  std::string_view type;
  std::size_t size = 0;
};

Stripped type_word(std::string_view small_text) {
  for (const auto& word : type_words) {
    if (const auto size = taken(small_text, word.marked, false)) return {word.type, size};
    if (const auto size = taken(small_text, word.plain, false)) return {word.type, size};
  }
  for (const auto& word : abbreviations) {
    if (const auto size = taken(small_text, word.marked, true)) return {word.type, size};
    if (const auto size = taken(small_text, word.plain, true)) return {word.type, size};
  }
  return {};
}

void add_reading(WrittenName& written, std::string_view type, std::string_view name) {
  const std::string key = loose_key(name);
  if (!key.empty()) written.readings.push_back({type, name, key_hash(key)});
}

bool is_country(std::string_view part) {
  if (part.size() > 24) return false;
  const std::string key = loose_key(part);
  return key == "vietnam" || key == "vn";
}

}  // namespace

std::string loose_key(std::string_view name) {
  const std::string folded = fold(name);
  std::string key;
  bool number = false;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    const bool leading_zero = c == '0' && !number && i + 1 < folded.size() && is_digit(folded[i + 1]) &&
                              (i == 0 || !is_word_byte(folded[i - 1]));
    number = is_digit(c) && !leading_zero;
    if (is_word_byte(c) && !leading_zero) key += c;
  }
  return key;
}

std::string marked_key(std::string_view name) {
  const std::string small = lower(nfc(name));
  std::string key;
  std::string word_tones;
  const auto end_word = [&] {
    key += word_tones;
    word_tones.clear();
    if (!key.empty() && key.back() != ' ') key += ' ';
  };
  const char* at = small.data();
  const char* const end = at + small.size();
  while (at < end) {
    const char32_t code = next_code_point(at, end);
    const bool in_word = code >= 0x80 ? space_class(code) == Space::none : is_word_byte(static_cast<char>(code));
    if (!in_word) {
      end_word();
      continue;
    }
    const auto [letter, tone] = split_tone(code);
    if (letter == '0' && (key.empty() || key.back() == ' ') && at < end && is_digit(*at)) continue;
    append_utf8(letter, key);
    if (tone != Tone::level) word_tones += static_cast<char>('0' + static_cast<int>(tone));
  }
  end_word();
  if (!key.empty()) key.pop_back();
  return key;
}

std::uint64_t key_hash(std::string_view key) { return static_cast<std::uint64_t>(content_hash(key)); }

WrittenName read_name(std::string_view text) {
  WrittenName written;
  text = without_outer_blanks(text);
  written.has_marks = !is_plain_ascii(text);
  // A type word has as many bytes in small letters as in capitals. The text is composed already.
  const std::string small = lower(text.substr(0, 24));
  const Stripped stripped = type_word(small);
  add_reading(written, {}, text);
  if (stripped.size > 0) add_reading(written, stripped.type, text.substr(stripped.size));
  return written;
}

bool type_fits(std::string_view type, Level level) {
  if (type.empty()) return true;
  if (type == "Thành phố") return level != Level::commune;
  if (type == "Tỉnh") return level == Level::province;
  if (type == "Huyện" || type == "Quận" || type == "Thị xã") return level == Level::district;
  return level == Level::commune;
}

std::vector<std::string_view> address_parts(std::string_view path) {
  constexpr std::size_t most = 32;      // of an address; the last ones name the units
  constexpr std::size_t longest = 400;  // bytes of a part; no name is as long
  std::vector<std::string_view> parts;
  const bool commas = path.find_first_of(",;\n") != std::string_view::npos;
  while (!path.empty()) {
    const auto at = commas ? path.find_last_of(",;\n") : path.rfind(" - ");
    const auto skip = commas ? 1 : 3;
    const auto part = at == std::string_view::npos ? path : path.substr(at + static_cast<std::size_t>(skip));
    path = at == std::string_view::npos ? std::string_view() : path.substr(0, at);
    if (part.size() > longest || std::none_of(part.begin(), part.end(), is_word_byte)) continue;
    if (parts.empty() && is_country(part)) continue;
    parts.push_back(without_outer_blanks(part));
    if (parts.size() == most) break;
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace lt::units
