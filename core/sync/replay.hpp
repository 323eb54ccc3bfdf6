// Sends dead letters through again: in through today's mapping, out as the row stands today.
#pragma once

#include "base/clock.hpp"
#include "mapping/in_mapping.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"
#include "sync/run_result.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lt::sync {

// A letter, and what a person made of its payload; the payload itself where they changed nothing.
struct Replay {
  store::DeadLetter letter;
  std::optional<std::string> mended;
};

// One transaction and one run with trigger "replay". The record keeps the key and the hash under which the source knows
// it: when the source sends the same bad bytes again, the mended record stands. A record that is refused again stays a
// dead letter. Throws Error(misconfigured) with the reasons, and changes nothing, where a mended one is refused.
RunResult replay_in(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    std::span<const Replay> replays, store::Store& store, const Clock& clock);

// Makes the letters' rows due now with all attempts before them; the flow's next run sends them.
void requeue_out(const FlowDefinition& flow, std::span<const store::DeadLetter> letters, store::Store& store,
                 const Clock& clock);

}  // namespace lt::sync
