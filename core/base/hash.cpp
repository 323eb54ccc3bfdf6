// XXH3 behind the hub's own name.
#include "base/hash.hpp"

#include <xxhash.h>

namespace lt {

std::int64_t content_hash(std::string_view bytes, std::uint64_t seed) {
  return static_cast<std::int64_t>(XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed));
}

}  // namespace lt
