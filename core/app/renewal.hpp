// That the configuration shall be taken anew, and what became of it.
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace lt::app {

// A configuration on the disk that was not taken; the one before it goes on.
struct RefusedConfiguration {
  Milliseconds at = 0;
  std::vector<Violation> violations;
};

// Thread-safe.
class Renewal {
 public:
  struct State {
    Milliseconds since = 0;  // when the configuration that serves was taken
    std::optional<RefusedConfiguration> refused;
  };

  void ask();
  // Until somebody asks (true, and it counts as answered), the time is over or `stop` is asked.
  bool wait(std::chrono::milliseconds most, const std::stop_token& stop);

  void taken(Milliseconds now);
  void refused(Milliseconds now, std::vector<Violation> violations);
  State state() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  bool asked_ = false;
  State state_;
};

}  // namespace lt::app
