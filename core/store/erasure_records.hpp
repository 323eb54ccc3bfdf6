// Erasures as they are kept apart from the store, so that they hold in a copy that was made before them.
#pragma once

#include "store/erasure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// A proof, and what the person's records are known again by, which says nothing without the keys.
struct ErasureRecord {
  Erasure erasure;
  std::vector<std::string> hashes;
};

std::string to_json(const std::vector<ErasureRecord>& records);
// Throws Error misconfigured where the text is no such list or one of its proofs does not hold.
std::vector<ErasureRecord> erasure_records(std::string_view json);

}  // namespace lt::store
