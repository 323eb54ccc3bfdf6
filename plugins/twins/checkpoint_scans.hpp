// What the scanners at the checkpoints read: citizens' cards, personal codes, passes, and codes that are none.
#pragma once

#include "twins/epidemic.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::twins {

struct CheckpointScan {
  std::int64_t received_at = 0;  // by the checkpoints' server, milliseconds since 1970; late for scanners offline
  std::string id;                // device/sequence
  std::string json;              // as the scanner made it
  bool wrong = false;            // no hub should take it
};

// All scans until the end of a day in the order in which the server got them: offline ones hours later and newest
// first, some twice. `people`: of the world, whose passes are those of the population database's twin.
std::vector<CheckpointScan> checkpoint_scans(const Epidemic& epidemic, std::uint64_t people, int day);

}  // namespace lt::twins
