// XXH3 and OpenSSL's SHA-256 behind the hub's own names.
#include "base/hash.hpp"

#include <openssl/sha.h>
#include <xxhash.h>

#include <array>

namespace lt {

std::int64_t content_hash(std::string_view bytes, std::uint64_t seed) {
  return static_cast<std::int64_t>(XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed));
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) text += {digits[byte >> 4], digits[byte & 15]};
  return text;
}

}  // namespace lt
