// Time as the hub sees it: given from outside, so that tests own it.
#pragma once

#include <chrono>
#include <cstdint>

namespace lt {

using Milliseconds = std::int64_t;  // since 1970-01-01T00:00:00Z, or between two moments

inline constexpr Milliseconds second_ms = 1'000;
inline constexpr Milliseconds minute_ms = 60 * second_ms;
inline constexpr Milliseconds hour_ms = 60 * minute_ms;
inline constexpr Milliseconds day_ms = 24 * hour_ms;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Milliseconds now() const = 0;
};

class SystemClock : public Clock {
 public:
  Milliseconds now() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

// A clock that stands where it was put. Not thread-safe while being moved.
class FixedClock : public Clock {
 public:
  explicit FixedClock(Milliseconds now) : now_(now) {}
  Milliseconds now() const override { return now_; }
  void advance(Milliseconds by) { now_ += by; }

 private:
  Milliseconds now_;
};

}  // namespace lt
