// Decoding base45 and base32, and inflating within a bound.
#include "qr/text_codings.hpp"

#include <zlib.h>

#include <cstdint>

namespace lt::qr {
namespace {

constexpr std::string_view base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

// Three characters are two bytes, the last two may be one.
std::optional<std::string> from_base45(std::string_view text) {
  if (text.size() % 3 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 3 * 2 + 1);
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::string_view group = text.substr(i, 3);
    std::uint32_t number = 0;
    for (std::size_t k = group.size(); k-- > 0;) {
      const std::size_t digit = base45.find(group[k]);
      if (digit == std::string_view::npos) return std::nullopt;
      number = number * 45 + static_cast<std::uint32_t>(digit);
    }
    if (number > (group.size() == 3 ? 0xFFFFU : 0xFFU)) return std::nullopt;
    if (group.size() == 3) bytes += static_cast<char>(number >> 8U);
    bytes += static_cast<char>(number & 0xFFU);
  }
  return bytes;
}

std::string to_base32(std::string_view bytes) {
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    for (; bits >= 5; bits -= 5) text += base32[(held >> (bits - 5)) & 31U];
  }
  if (bits > 0) text += base32[(held << (5 - bits)) & 31U];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::size_t digit = base32.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    held = (held << 5U) | static_cast<std::uint32_t>(digit);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> bits) & 0xFFU);
  }
  // What is left over must be padding of zeros, so that one text stands for one value.
  if (bits >= 5 || (held & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return bytes;
}

std::optional<std::string> inflate(std::string_view bytes, std::size_t most) {
  std::string out(most, '\0');
  auto size = static_cast<uLongf>(most);
  auto read = static_cast<uLong>(bytes.size());
  const int result =
      uncompress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), &read);
  if (result != Z_OK || read != bytes.size()) return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace lt::qr
