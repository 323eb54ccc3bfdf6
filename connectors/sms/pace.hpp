// No faster than the provider allows: the moment before which the next message may not leave.
#pragma once

#include <lienthong/sdk/host.hpp>

#include <algorithm>
#include <cstdint>

namespace sms {

class Pace {
 public:
  explicit Pace(std::int64_t parts_a_second) : parts_a_second_(parts_a_second) {}

  // Milliseconds until `parts` more may leave at `now`; 0 when they may.
  std::int64_t wait_ms(std::int64_t now) const { return std::max<std::int64_t>(0, (free_at_us_ / 1000) - now); }
  void spend(std::int64_t now, std::int64_t parts) {
    free_at_us_ = std::max(free_at_us_, now * 1000) + parts * 1'000'000 / parts_a_second_;
  }
  // Nobody leaves for so long.
  void hold(std::int64_t now, std::int64_t ms) { free_at_us_ = std::max(free_at_us_, (now + ms) * 1000); }

  void take(const lt::sdk::Host& host, std::int64_t parts) {
    if (const auto wait = wait_ms(host.now()); wait > 0) host.sleep(lt::sdk::milliseconds(wait));
    spend(host.now(), parts);
  }

 private:
  std::int64_t parts_a_second_;
  std::int64_t free_at_us_ = 0;  // microseconds since 1970
};

}  // namespace sms
