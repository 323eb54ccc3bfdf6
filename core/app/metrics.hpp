// What Prometheus collects of a hub that serves: flows, dead letters, store, process.
#pragma once

#include "app/configuration.hpp"
#include "app/run_tally.hpp"
#include "schedule/agenda.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace lt::app {

// All of it is asked at each collection and outlives the metrics.
struct MetricsSource {
  std::function<const Configuration&()> configuration;
  const store::Store& store;
  const Clock& clock;
  std::function<std::vector<schedule::FlowState>()> states;  // of the scheduler
  std::function<std::size_t()> connections;                  // of the HTTP server
  RunTally& tally;                                           // by this alone while it lives
};

// Thread-safe. Labels are flows of the configuration and words of the program, so that there are never more series than
// flows want. A run of what is no flow of it counts under the flow "-".
class Metrics {
 public:
  // Counters go on from what the tally says. Throws Error where the store does not answer.
  explicit Metrics(MetricsSource source);

  // The text format 0.0.4. Where the store does not answer, lienthong_store_up is 0 and what is asked of it missing.
  std::string text();
  // Counts what has ended until now, before another store may follow.
  void catch_up();

 private:
  const MetricsSource source_;
  std::mutex mutex_;
};

}  // namespace lt::app
