// The hub's own pass of retention, once a day, beside its runs.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <atomic>
#include <thread>

namespace lt::app {

// Used by one thread; the pass has one of its own.
class DailyRetention {
 public:
  DailyRetention(const Configuration& configuration, store::Store& store, const Clock& clock)
      : configuration_(configuration), store_(store), clock_(clock) {}

  // Begins a pass where the last one is a day old, or an hour where that failed; at first at once.
  void look_at_the_clock();
  // Ends a pass between two transactions.
  void stop();

 private:
  void pass(const std::stop_token& stop);

  const Configuration& configuration_;
  store::Store& store_;
  const Clock& clock_;
  std::atomic<Milliseconds> next_ = 0;
  std::jthread thread_;
};

}  // namespace lt::app
