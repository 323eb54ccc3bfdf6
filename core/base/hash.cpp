// XXH3 and OpenSSL's SHA-256 behind the hub's own names.
#include "base/hash.hpp"

#include "base/encoding.hpp"

#include <openssl/sha.h>
#include <xxhash.h>

namespace lt {

std::int64_t content_hash(std::string_view bytes, std::uint64_t seed) {
  return static_cast<std::int64_t>(XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed));
}

std::string sha256_bytes(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string sha256(std::string_view bytes) { return to_hex(sha256_bytes(bytes)); }

}  // namespace lt
