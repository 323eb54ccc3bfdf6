// One run of an out-flow: what changed in the canonical store, delivered to a system record by record.
#pragma once

#include "base/clock.hpp"
#include "mapping/out_mapping.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"
#include "sync/run_result.hpp"
#include "sync/sampling.hpp"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

struct OutFlow {
  const FlowDefinition& definition;
  std::shared_ptr<const mapping::OutMapping> mapping;
  plugin_host::Session& session;
};

struct OutRunOptions {
  std::string trigger = "hand";
  std::function<void(const store::Counts&)> progress = {};
};

// Delivers retries that are due, then everything that changed since the cursor. A record that is refused waits or dies
// alone; a destination that does not answer ends the run, and the next one continues where this one stood. Failures of
// the system are told in the result, never thrown. Throws Error only where the store cannot even begin the run.
RunResult run_out(const OutFlow& flow, store::Store& store, const Clock& clock, const OutRunOptions& options,
                  const std::stop_token& stop);

struct DryRunOut {
  store::Counts counts;  // `pending`: what would be sent
  std::vector<Sample> samples;
};

// Says what would be sent of the next `records` due rows, or of fewer where it is stopped between two pages; sends and
// stores nothing.
DryRunOut dry_run_out(const OutFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                      std::size_t samples, const std::stop_token& stop);

}  // namespace lt::sync
