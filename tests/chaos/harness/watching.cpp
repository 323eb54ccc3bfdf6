// Waiting is for the hub's end, so that one that ends by itself is noticed at once.
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>

namespace lt::chaos {

using scenario::Child;
using std::chrono::milliseconds;

namespace {
constexpr int skipped = 77;  // SKIP_RETURN_CODE of these tests
}

void skip(const std::string& reason) {
  std::cout << "SKIPPED: " << reason << "\n" << std::flush;
  std::exit(skipped);
}

std::mt19937_64 seeded() {
  const char* given = std::getenv("LT_CHAOS_SEED");
  const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device()();
  WARN("moments from seed " << seed << "; LT_CHAOS_SEED=" << seed << " repeats them");
  return std::mt19937_64(seed);
}

milliseconds moment_within(std::mt19937_64& random, milliseconds most) {
  return milliseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(random));
}

Child serve(const scenario::Installation& hub) {
  Child serving = hub.start({"serve"});
  serves_until(serving, "it serves", [&] { return times_said(serving, " flows of ") > 0; });
  return serving;
}

void serves_until(Child& serving, const std::string& what, const std::function<bool()>& so, milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!so()) {
    if (const auto early = serving.wait(milliseconds(5)))
      FAIL("serve ended by itself with " << early->exit_code << " before " << what << ": " << early->err);
    if (std::chrono::steady_clock::now() > end) FAIL("in vain waited until " << what << ": " << serving.err());
  }
}

void serves_for(Child& serving, milliseconds time) {
  if (const auto early = serving.wait(time))
    FAIL("serve ended by itself with " << early->exit_code << ": " << early->err);
}

int times_said(const Child& serving, const std::string& words) {
  const std::string said = serving.err();
  int times = 0;
  for (auto at = said.find(words); at != std::string::npos; at = said.find(words, at + 1)) ++times;
  return times;
}

void kill_now(Child& serving) {
  serving.signal(SIGKILL);
  CHECK(serving.must_end(std::chrono::seconds(10)).signal == SIGKILL);
}

void end_now(Child& serving) {
  serving.signal(SIGKILL);
  serving.must_end(std::chrono::seconds(10));
}

void stop(Child& serving) {
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(15)).exit_code == 0);
}

}  // namespace lt::chaos
