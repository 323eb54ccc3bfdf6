// How a run ended, for the scheduler, the command line and the report.
#pragma once

#include "base/error.hpp"
#include "store/ledger.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace lt::sync {

struct RunResult {
  store::RunId id = 0;  // 0 where it left no trace: a dry run
  store::RunState state = store::RunState::succeeded;
  store::Counts counts;
  store::CountsByEntity entities;
  std::string message;                                   // why it failed, for a person; empty otherwise
  std::optional<ErrorKind> error;                        // set where it failed: the reaction that is called for
  std::optional<std::chrono::milliseconds> retry_after;  // the system's own wish
  std::optional<Milliseconds> next_retry;                // when the first waiting delivery is due
};

}  // namespace lt::sync
