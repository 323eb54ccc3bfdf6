// Erasing a person for good, and the proof that is left of it.
#pragma once

#include "base/clock.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lt::store {

struct ErasureOrder {
  int entity = 0;  // position in Model::entities()
  RowId row = 0;
  std::string reason;
  std::string who;
  std::map<std::string, Source> in_flows;  // whose dead letters bear the keys of these sources
};

// Says what was done and nothing of whom. Each holds the hash of the one before, so that none can be changed or taken
// out from between.
struct Erasure {
  std::int64_t id = 0;  // 1, 2, … without gaps
  Milliseconds at = 0;
  std::string entity;
  std::string reason;
  std::string who;
  std::map<std::string, std::int64_t> counts;  // by table, and by what was done there
  std::string sealed_by;                       // fingerprint of the key by which the person's records are known again
  std::string proof;                           // SHA-256 over all of this and the proof before
  bool holds = true;                           // read back: it follows from the one before
  bool key_is_here = true;                     // read back: without the key the person's records would be stored anew
};

// What `proof` must be after `before`, the proof of the erasure before, which is empty for the first.
std::string proof_of(const Erasure& erasure, std::string_view before);

}  // namespace lt::store
