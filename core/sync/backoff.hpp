// When to try again: doubling waits with jitter, so that many that failed together do not come back together.
#pragma once

#include "sync/flow_definition.hpp"

#include <cstdint>
#include <optional>

namespace lt::sync {

// The wait after the `failures`-th failure in a row (from 1), within ±20 % of first·2^(failures−1), at most `most`; a
// wish of the system is kept where it is longer. `salt` picks the jitter: the same salt, the same wait.
Milliseconds backoff(const RetryPolicy& policy, int failures, std::uint64_t salt,
                     std::optional<Milliseconds> wish = std::nullopt);

}  // namespace lt::sync
