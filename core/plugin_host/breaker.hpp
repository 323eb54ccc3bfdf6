// When something that ended badly may be tried again: later each time in a row, and after some times only seldom.
#pragma once

#include <chrono>

namespace lt::plugin_host {

// Times are given: pure. One thread at a time.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds first_pause{250};
  static constexpr std::chrono::milliseconds open_pause{300'000};
  static constexpr int most_in_a_row = 5;  // then the breaker is open: one try every open_pause until one works

  void failed(Time now) {
    ++in_a_row_;
    until_ = now + (is_open() ? open_pause : first_pause * (1 << (in_a_row_ - 1)));
  }
  void worked() { in_a_row_ = 0; }

  bool is_open() const { return in_a_row_ >= most_in_a_row; }
  int in_a_row() const { return in_a_row_; }
  // How long nothing may be tried; zero: now.
  std::chrono::milliseconds pause(Time now) const {
    if (in_a_row_ == 0 || until_ <= now) return {};
    return std::chrono::ceil<std::chrono::milliseconds>(until_ - now);
  }

 private:
  int in_a_row_ = 0;
  Time until_;
};

}  // namespace lt::plugin_host
