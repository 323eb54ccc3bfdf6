// What one runner may use; the `limits` of a system with `isolation: process`.
#pragma once

#include <chrono>
#include <cstddef>

namespace lt::plugin_host {

struct RunnerLimits {
  std::size_t memory_bytes = 1024u << 20;    // of address space
  std::chrono::seconds cpu{600};             // of one call
  std::chrono::milliseconds silent{60'000};  // between two uses of the host, and from the last one to the call's end
  std::chrono::milliseconds whole{3'600'000 * 6};  // of one call, the host's own time not counted
  std::chrono::milliseconds stopping{5'000};       // from the wish to stop to the call's end
};

}  // namespace lt::plugin_host
