// A flag that wakes, and the last word on it.
#include "app/renewal.hpp"

#include <utility>

namespace lt::app {

void Renewal::ask() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_all();
}

bool Renewal::wait(std::chrono::milliseconds most, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, most, [this] { return asked_; });
  return std::exchange(asked_, false) && !stop.stop_requested();
}

void Renewal::taken(Milliseconds now) {
  const std::lock_guard lock(mutex_);
  state_ = {.since = now, .refused = std::nullopt};
}

void Renewal::refused(Milliseconds now, std::vector<Violation> violations) {
  const std::lock_guard lock(mutex_);
  state_.refused = {.at = now, .violations = std::move(violations)};
}

Renewal::State Renewal::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace lt::app
