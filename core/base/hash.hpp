// Content hashes: fast, not cryptographic, the same on every machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace lt {

// XXH3, 64 bits, kept signed because that is what SQL integers are. `seed` sets families of hashes apart.
std::int64_t content_hash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace lt
