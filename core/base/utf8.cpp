// Checking and repairing UTF-8.
#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace lt {
namespace {

// Moves over ASCII, eight bytes a step.
const char* skip_ascii(const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    if (word & 0x8080808080808080U) break;
    at += 8;
  }
  while (at < end && static_cast<unsigned char>(*at) < 0x80) ++at;
  return at;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while ((at = skip_ascii(at, end)) < end) {
    const char* const start = at;
    // A real U+FFFD is three bytes long, a bad byte moves by one.
    if (next_code_point(at, end) == replacement_character && at - start == 1) return false;
  }
  return true;
}

void repair_utf8(std::string_view text, std::string& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char* const run = at;
    at = skip_ascii(at, end);
    out.append(run, at);
    if (at < end) append_utf8(next_code_point(at, end), out);
  }
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 60;
  std::size_t size = std::min(text.size(), most);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  std::string out = "'";
  repair_utf8(text.substr(0, size), out);
  return out + (size < text.size() ? "…'" : "'");
}

}  // namespace lt
