// A stop that is asked for: the run in hand ends within ten seconds, and the next start goes on where it stood.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <set>
#include <thread>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr std::chrono::seconds promised(10);
constexpr std::int64_t records = 20'000;

std::uint64_t pages_read(Installation& hub) { return hub.twins().requests("portal", "/api/vaccination/records", 200); }

// Watches the twins while the hub serves; true once they have seen what is waited for.
template <typename Seen>
bool serves_until(Child& serving, Seen seen) {
  constexpr std::chrono::milliseconds look(20);
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(5);  // sanitized and beside other work
  while (!seen()) {
    if (const auto early = serving.wait(look)) FAIL("serve ended by itself: " << early->err);
    if (std::chrono::steady_clock::now() > most) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("SIGTERM during a run ends the hub within ten seconds with 0, and the next start goes on where it stood") {
  Installation hub({.seed = 38, .records = records});
  hub.keep_flows({"portal_injections"});
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  hub.twins().fault("portal", "path=/api/vaccination/records;kind=slow;ms=150");
  {
    Child serving = hub.start({"serve"});
    REQUIRE(serves_until(serving, [&] { return pages_read(hub) >= 8; }));
    serving.signal(SIGTERM);
    const Ended ended = serving.must_end(promised);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
  }
  const json::value first = hub.ask({"status"}, 5);
  CHECK(unbalanced(first).empty());
  const json::value& portal = flow(at(first, "/flows"), "portal_injections");
  CHECK(number(portal, "/runs/cancelled") == 1);
  const std::int64_t kept = number(portal, "/counts/read");
  CHECK(kept > 0);
  CHECK(kept < records);

  hub.twins().clear_faults("portal");
  const std::uint64_t before = pages_read(hub);
  {
    Child serving = hub.start({"serve"});
    // Not in fifteen minutes, as the schedule alone would have it.
    REQUIRE(serves_until(
        serving, [&] { return text(flow(hub.ask({"flows"}, 0), "portal_injections"), "/last_state") == "succeeded"; }));
    serving.signal(SIGTERM);
    CHECK(serving.must_end(promised).exit_code == 0);
  }
  // Only what was missing was asked for: what is stored was not read again but for the page at the cut.
  CHECK(pages_read(hub) - before <= static_cast<std::uint64_t>((records - kept) / 1000 + 2));
  const std::string resumed = hub.dump();

  Installation undisturbed({.seed = 38, .records = records});
  undisturbed.ask({"run", "portal_injections"}, 5);
  CHECK(difference(resumed, undisturbed.dump()) == "");
}

TEST_CASE("SIGTERM while a partner does not answer ends the hub within ten seconds") {
  Installation hub({.seed = 38, .records = 2'000});
  hub.keep_flows({"portal_injections"});
  hub.twins().fault("portal", "path=/api/vaccination/records;kind=slow;ms=60000");
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  Child serving = hub.start({"serve"});
  REQUIRE(serves_until(serving, [&] { return hub.twins().requests("portal", "/token") > 0; }));
  serving.signal(SIGTERM);
  const Ended ended = serving.must_end(promised);
  INFO(ended.err);
  CHECK(ended.exit_code == 0);
  CHECK(unbalanced(hub.ask({"status"}, 5)).empty());
}

TEST_CASE("a hub that has nothing to do stops at once") {
  Installation hub({.seed = 38, .records = 1'000});
  const std::set<std::string> flows{"portal_injections", "ministry_lists", "app_persons", "app_immunizations"};
  hub.keep_flows(flows);
  for (const auto& flow : flows) {
    const auto file = hub.config("flows/" + flow + ".yaml");
    write_text(file, read_text(file) + "paused: true\n");
  }
  Child serving = hub.start({"serve"});
  REQUIRE(serves_until(serving, [&] { return serving.err().find(" flows of ") != std::string::npos; }));
  serving.signal(SIGINT);
  CHECK(serving.must_end(std::chrono::seconds(2)).exit_code == 0);
}
