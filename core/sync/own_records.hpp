// Records that the hub makes at a person's word, such as passes issued and revoked: into the store like a partner's.
#pragma once

#include "sync/in_run.hpp"

#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace lt::sync {

struct OwnRecord {
  std::string key;
  std::string json;  // one object; empty: what was said under this key counts no more
};

// Stores them as one run of `flow`, an in-flow of the system "lienthong". Throws Error misconfigured with the reasons
// where the mapping refuses one, and then stores nothing; Error of the run where it does not succeed.
RunResult store_own(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    std::span<const OwnRecord> records, store::Store& store, const Clock& clock,
                    const std::stop_token& stop);

}  // namespace lt::sync
