// Content hashes, fast and the same on every machine, and one that nobody can forge.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt {

// XXH3, 64 bits, kept signed because that is what SQL integers are. `seed` sets families of hashes apart.
std::int64_t content_hash(std::string_view bytes, std::uint64_t seed = 0);

// SHA-256: its 32 bytes, and those in hexadecimal digits.
std::string sha256_bytes(std::string_view bytes);
std::string sha256(std::string_view bytes);

}  // namespace lt
