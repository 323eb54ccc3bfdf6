// A thread a pass, which is told to the log.
#include "app/daily_retention.hpp"

#include "app/retention.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"

#include <spdlog/spdlog.h>

namespace lt::app {

void DailyRetention::look_at_the_clock() {
  if (clock_.now() < next_) return;
  next_ = store::for_ever;  // until the pass has ended
  thread_ = std::jthread([this](const std::stop_token& stop) { pass(stop); });
}

void DailyRetention::stop() {
  next_ = store::for_ever;
  thread_ = {};
}

void DailyRetention::pass(const std::stop_token& stop) {
  Milliseconds wait = day_ms;
  try {
    for (const auto& [trace, of, count] : expire(configuration_, store_, clock_, false, stop))
      spdlog::info("retention: {} of {}: {} had their time and are gone", store::to_string(trace), of, count);
  } catch (const Error& error) {
    wait = hour_ms;
    spdlog::warn("retention is tried again in an hour: {}", error.what());
  }
  if (!stop.stop_requested()) next_ = clock_.now() + wait;
}

}  // namespace lt::app
