// Runs flows of a configuration against a store: opens the system's session, picks the direction, tells the result.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/derive_run.hpp"
#include "sync/in_run.hpp"
#include "sync/out_run.hpp"
#include "sync/replay.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::app {

struct RunOptions {
  std::string trigger = "hand";
  bool from_the_start = false;  // not of out-flows
  std::function<void(const store::Counts&)> progress = {};
};

struct FlowDryRun {
  store::Counts counts;
  std::vector<sync::Sample> samples;
  std::string message;                  // why it ended early; empty otherwise
  std::optional<ErrorKind> error = {};  // the same
};

// Thread-safe; configuration, store and clock outlive it.
class FlowRunner {
 public:
  FlowRunner(const Configuration& configuration, const Clock& clock);
  ~FlowRunner();

  // One system's session, for checks and questions. Throws CallError. `store`: where what the system may look up lies;
  // null: it looks up nothing. It outlives the session.
  plugin_host::Session open(const System& system, store::Store* store = nullptr) const;

  // Rows that arrived are matched (matching.hpp) before anything leaves, and when something came.
  sync::RunResult run(const sync::FlowDefinition& flow, store::Store& store, const RunOptions& options,
                      const std::stop_token& stop) const;
  FlowDryRun dry_run(const sync::FlowDefinition& flow, store::Store& store, std::size_t records, std::size_t samples,
                     const std::stop_token& stop) const;

  // Adds a violation for each flow whose system has no such stream in its direction. Reaches no system.
  void check_streams(Violations& violations) const;

 private:
  const System& used(const sync::FlowDefinition& flow) const;
  sync::RunResult run_alone(const sync::FlowDefinition& flow, store::Store& store, const RunOptions& options,
                            const std::stop_token& stop) const;
  void match(store::Store& store, const std::stop_token& stop) const;
  std::string reason_text(const model::Reason& reason) const;
  sync::DeriveFlow derived(const sync::FlowDefinition& flow) const;

  struct Network;
  const Configuration& configuration_;
  const Clock& clock_;
  std::unique_ptr<Network> network_;
};

}  // namespace lt::app
