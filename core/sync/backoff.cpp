// Back-off as a pure function.
#include "sync/backoff.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace lt::sync {

Milliseconds backoff(const RetryPolicy& policy, int failures, std::uint64_t salt, std::optional<Milliseconds> wish) {
  const int doublings = std::clamp(failures - 1, 0, 30);
  const Milliseconds plain = std::min(policy.most, policy.first << doublings);
  std::array<char, sizeof salt> bytes;
  std::memcpy(bytes.data(), &salt, sizeof salt);
  const auto random =
      static_cast<std::uint64_t>(content_hash({bytes.data(), bytes.size()}, static_cast<std::uint64_t>(failures)));
  const double jitter = 0.8 + 0.4 * static_cast<double>(random % 10'000) / 10'000.0;
  const auto wait = static_cast<Milliseconds>(static_cast<double>(plain) * jitter);
  return std::max(wait, wish.value_or(0));
}

}  // namespace lt::sync
