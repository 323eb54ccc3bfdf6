// How fast dead letters go again, so that replaying many of them storms neither the store nor a destination.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stop_token>

namespace lt::sync {

inline constexpr int usual_rate = 500;
inline constexpr int highest_rate = 5'000;

struct Pace {
  int per_second = usual_rate;  // from 1
  // Returns when the time is over, or earlier where the run shall stop.
  std::function<void(std::chrono::milliseconds)> wait = [](std::chrono::milliseconds) {};

  // Letters that go together: what a second allows, at most 1,000.
  std::size_t at_once() const;
  // The time that so many must take.
  std::chrono::milliseconds time_of(std::size_t letters) const;
};

// Of a command or a hub: really waits.
Pace real_pace(int per_second, const std::stop_token& stop);

}  // namespace lt::sync
