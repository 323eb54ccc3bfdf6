// How long an outgoing call may take, and who may end it.
#pragma once

#include <chrono>
#include <stop_token>

namespace lt::plugin_host {

struct Patience {
  std::chrono::steady_clock::time_point deadline;  // of the whole exchange
  std::chrono::milliseconds silence{30'000};       // longest wait for the next byte
  std::stop_token stop;
};

}  // namespace lt::plugin_host
