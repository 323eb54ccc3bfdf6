// Arithmetic of the pace, and waiting that a stop request ends.
#include "sync/pace.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace lt::sync {

std::size_t Pace::at_once() const {
  constexpr int most = 1'000;
  return static_cast<std::size_t>(std::clamp(per_second, 1, most));
}

std::chrono::milliseconds Pace::time_of(std::size_t letters) const {
  constexpr std::size_t second = 1'000;
  const auto rate = static_cast<std::size_t>(std::max(per_second, 1));
  return std::chrono::milliseconds((letters * second + rate - 1) / rate);
}

Pace real_pace(int per_second, const std::stop_token& stop) {
  return {per_second, [stop](std::chrono::milliseconds time) {
            std::mutex mutex;
            std::condition_variable_any wake;
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, time, [] { return false; });
          }};
}

}  // namespace lt::sync
