// Finding the varying parts of a message. To take a constant word for one is harmless, the other way round is not:
// the group would fall apart.
#include "store/letter_cause.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace lt::store {

namespace {

constexpr std::string_view varying = "…";
constexpr std::size_t longest = 160;

struct Quotes {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Quotes, 6> quotes{{{"'", "'"}, {"\"", "\""}, {"“", "”"}, {"‘", "’"}, {"«", "»"}, {"`", "`"}}};

bool is_letter(char byte) {
  return std::isalnum(static_cast<unsigned char>(byte)) != 0 || static_cast<signed char>(byte) < 0;
}
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_blank(char byte) { return std::isspace(static_cast<unsigned char>(byte)) != 0; }

// Behind the quotation that begins at `at`; `at` where none does. A mark between two letters (don't, O'Brien) is none.
std::size_t end_of_quotation(std::string_view text, std::size_t at) {
  for (const auto& [open, close] : quotes) {
    if (!text.substr(at).starts_with(open) || (at > 0 && is_letter(text[at - 1]) && open.size() == 1)) continue;
    for (std::size_t end = text.find(close, at + open.size()); end != std::string_view::npos;
         end = text.find(close, end + 1)) {
      const std::size_t behind = end + close.size();
      if (behind == text.size() || close.size() > 1 || !is_letter(text[behind])) return behind;
    }
  }
  return at;
}

// "12", "31/02/1990", "list.xlsx", "/doses/3", "https://…", "an@example.vn".
bool varies(std::string_view word) {
  if (std::ranges::any_of(word, is_digit) || word.find_first_of("/\\@=") != std::string_view::npos) return true;
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if (word[i] == '.' && is_letter(word[i - 1]) && is_letter(word[i + 1])) return true;
  return false;
}

// Words keep the marks around them: "(12)," → "(…),".
void append_word(std::string_view word, std::string& out) {
  constexpr std::string_view before = "([{<";
  constexpr std::string_view after = ")]}>.,;:!?";
  const std::size_t begin = std::min(word.find_first_not_of(before), word.size());
  const std::size_t last = word.find_last_not_of(after);
  const std::size_t end = last == std::string_view::npos ? begin : std::max(begin, last + 1);
  out += word.substr(0, begin);
  const std::string_view core = word.substr(begin, end - begin);
  out += varies(core) ? varying : core;
  out += word.substr(end);
}

// A message that begins with a file's name says it up to the first colon: "danh sách 3.xlsx: cannot be read".
std::string_view without_file(std::string_view message, std::string& out) {
  const std::size_t colon = message.find(": ");
  if (colon == std::string_view::npos) return message;
  const std::size_t point = message.substr(0, colon).rfind('.');
  constexpr std::size_t longest_extension = 5;
  if (point == std::string_view::npos || colon - point - 1 > longest_extension || colon == point + 1) return message;
  if (!std::ranges::all_of(message.substr(point + 1, colon - point - 1), is_letter)) return message;
  out += varying;
  return message.substr(colon);
}

}  // namespace

std::string reason_pattern(std::string_view message) {
  std::string repaired;
  repair_utf8(message, repaired);
  std::string out;
  const std::string_view text = without_file(repaired, out);
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      ++at;
      continue;
    }
    if (const std::size_t end = end_of_quotation(text, at); end > at) {
      out += varying;
      at = end;
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && !is_blank(text[end]) && end_of_quotation(text, end) == end) ++end;
    append_word(text.substr(at, end - at), out);
    at = end;
  }
  while (out.ends_with(' ')) out.pop_back();
  if (out.size() <= longest) return out;
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;
  return out.substr(0, cut) + std::string(varying);
}

std::string pointer_pattern(std::string_view pointer) {
  std::string out;
  for (std::size_t at = 0; at < pointer.size();) {
    const std::size_t end = std::min(pointer.find_first_of("/,", at + 1), pointer.size());
    const std::string_view part = pointer.substr(at, end - at);
    const bool position = part.size() > 1 && part.front() == '/' && std::ranges::all_of(part.substr(1), is_digit);
    out += position ? "/*" : part;
    at = end;
  }
  return out;
}

LetterCause cause_of(std::string_view flow, std::string_view step, const std::vector<model::Reason>& reasons) {
  LetterCause cause;
  cause.flow = flow;
  cause.step = step;
  cause.code = "unknown";
  if (!reasons.empty()) {
    const model::Reason& first = reasons.front();
    cause.code = first.code;
    cause.field = first.field;
    cause.pointer = pointer_pattern(first.pointer);
    cause.pattern = reason_pattern(first.message);
  }
  std::string all;
  for (const auto* part : {&cause.flow, &cause.step, &cause.code, &cause.field, &cause.pointer, &cause.pattern})
    all += *part + '\n';
  auto hash = static_cast<std::uint64_t>(content_hash(all));
  constexpr std::size_t digits_of_id = 10;
  for (std::size_t i = 0; i < digits_of_id; ++i, hash >>= 4) cause.id += "0123456789abcdef"[hash & 15];
  return cause;
}

}  // namespace lt::store
