// Both over what the base room has.
#include "access/url_text.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lt::access {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char letter : text) {
    if (plain.find(letter) != std::string_view::npos) {
      encoded += letter;
      continue;
    }
    std::array<char, 4> code{};
    std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned char>(letter));
    encoded += code.data();
  }
  return encoded;
}

std::string to_base64url(std::string_view bytes) {
  std::string text = to_base64(bytes);
  text.erase(std::min(text.find('='), text.size()));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string padded(text);
  if (padded.find_first_of("+/=\r\n\t ") != std::string::npos) return std::nullopt;
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  auto bytes = from_base64(padded);
  if (bytes && to_base64url(*bytes) != text) return std::nullopt;  // bits left over, or three signs of padding
  return bytes;
}

}  // namespace lt::access
