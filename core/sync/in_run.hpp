// One run of an in-flow: what a system has, read, mapped and stored, with a ledger that balances.
#pragma once

#include "base/clock.hpp"
#include "mapping/in_mapping.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/batch_collector.hpp"
#include "sync/flow_definition.hpp"
#include "sync/record_source.hpp"
#include "sync/run_result.hpp"
#include "sync/sampling.hpp"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

struct InFlow {
  const FlowDefinition& definition;
  std::shared_ptr<const mapping::InMapping> mapping;
  plugin_host::Session& session;
};

// The same from any source; its records go under the definition's system and stream.
struct RecordFlow {
  const FlowDefinition& definition;
  std::shared_ptr<const mapping::InMapping> mapping;
  RecordSource& source;
};

// A reason in the words of those who get results back.
using ReasonText = std::function<std::string(const model::Reason&)>;

// Reports how far a run is, from the thread of its writer.
using Progress = std::function<void(const store::Counts&)>;

struct InRunOptions {
  std::string trigger = "hand";
  store::LetterState closing = store::LetterState::resolved;  // what letters become whose record is good now
  bool from_the_start = false;  // reads everything again instead of what changed since the cursor
  BatchLimits limits = {};
  ReasonText reason_text = [](const model::Reason& reason) { return reason.message; };
  Progress progress = {};
};

// Runs to the end of what the system has. Failures of the system are told in the result, never thrown; what was read
// before is stored. Throws Error only where the store cannot even begin the run.
RunResult run_in(const InFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                 const std::stop_token& stop);
RunResult run_records(const RecordFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                      const std::stop_token& stop);

struct DryRun {
  RunResult result;
  std::vector<Sample> samples;
};

// Reads and maps as run_in would and rolls every batch back: nothing is stored, no cursor moves. Stops after `records`.
DryRun dry_run_in(const InFlow& flow, store::Store& store, const Clock& clock, std::size_t records, std::size_t samples,
                  const std::stop_token& stop);
DryRun dry_run_records(const RecordFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                       std::size_t samples, const std::stop_token& stop);

}  // namespace lt::sync
