// One pass over UTF-8 by the table of RFC 3629.
#include "plugin_host/readable_text.hpp"

#include <algorithm>

namespace lt::plugin_host {
namespace {

// The length of the well-formed sequence at the start of `text`, 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  return length;
}

}  // namespace

std::string readable_text(std::string_view text, std::size_t max_bytes) {
  std::string readable;
  readable.reserve(std::min(text.size(), max_bytes) + 4);
  while (!text.empty()) {
    if (readable.size() >= max_bytes) return readable += "…";
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      readable += "\uFFFD";
    } else if (length == 1 && (static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7F)) {
      readable += ' ';
    } else {
      readable += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return readable;
}

}  // namespace lt::plugin_host
