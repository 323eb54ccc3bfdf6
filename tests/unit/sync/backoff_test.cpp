// Promises of back-off.
#include "sync/backoff.hpp"

#include <catch2/catch.hpp>

#include <set>

using lt::sync::backoff;
using lt::sync::RetryPolicy;

TEST_CASE("waits double, keep within a fifth of the plan and stop growing at the most") {
  const RetryPolicy policy{.first = 1'000, .most = 60'000, .attempts = 12};
  for (int failures = 1; failures <= 40; ++failures) {
    const auto planned = std::min<lt::Milliseconds>(60'000, 1'000LL << std::min(failures - 1, 20));
    for (std::uint64_t salt = 0; salt < 50; ++salt) {
      const auto wait = backoff(policy, failures, salt);
      CHECK(wait >= planned * 8 / 10);
      CHECK(wait <= planned * 12 / 10);
    }
  }
}

TEST_CASE("records that failed together do not come back together, and each wait can be foretold") {
  const RetryPolicy policy;
  std::set<lt::Milliseconds> waits;
  for (std::uint64_t salt = 0; salt < 100; ++salt) waits.insert(backoff(policy, 3, salt));
  CHECK(waits.size() > 50);
  CHECK(backoff(policy, 3, 42) == backoff(policy, 3, 42));
}

TEST_CASE("a system's wish to be left alone longer is kept") {
  CHECK(backoff({}, 1, 1, 3'600'000) == 3'600'000);
  CHECK(backoff({.first = 10'000}, 1, 1, 1) >= 8'000);
}
