// kill -9 at fifty random moments of first syncs: the store is what an undisturbed sync makes of it, the app notices
// nothing.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <random>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr int kills_wanted = 50;
const lt::twins::TwinsOptions world{.seed = 38, .records = 20'000};

// Everything as soon as it can be; each answer takes its time, so that a sync lasts longer than a start of the hub.
void in_a_hurry(Installation& hub) {
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  for (const auto* flow : {"flows/app_persons.yaml", "flows/app_immunizations.yaml"}) {
    replace_in(hub.config(flow), "at_most_every: 5s", "at_most_every: 100ms");
  }
  hub.twins().clear_faults("portal");
  hub.twins().fault("portal", "path=/api/vaccination/records;kind=slow;ms=40");
}

std::int64_t held(const Installation& hub) { return number(hub.twin_state("app"), "/held"); }

// What may still be due after a kill, done by hand; afterwards nothing is.
void finish(const Installation& hub) {
  hub.ask({"run", "portal_injections"}, 5);  // dead letters wait for a person
  hub.ask({"run", "app_persons"}, 0);
  hub.ask({"run", "app_immunizations"}, 0);
}

struct Undisturbed {
  std::string dump;
  std::int64_t held = 0;
};

Undisturbed undisturbed_sync() {
  Installation hub(world);
  finish(hub);
  return {hub.dump(), held(hub)};
}

std::uint64_t chosen_seed() {
  const char* given = std::getenv("LT_KILL_SEED");
  return given ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

// A first sync, killed and started again until the app holds everything; gives how often it was killed.
int sync_under_kills(Installation& hub, std::int64_t everything, int most, std::mt19937_64& random) {
  std::uniform_int_distribution<int> moment(30, 700);
  int kills = 0;
  while (kills < most && held(hub) < everything) {
    Child serving = hub.start({"serve"});
    const auto early = serving.wait(std::chrono::milliseconds(moment(random)));
    if (early) FAIL("serve ended by itself with " << early->exit_code << ": " << early->err);
    serving.signal(SIGKILL);
    CHECK(serving.must_end(std::chrono::seconds(10)).signal == SIGKILL);
    ++kills;
  }
  return kills;
}

}  // namespace

TEST_CASE("a hub killed at fifty moments of its first sync ends with the same store, and the app gets nothing twice") {
  const Undisturbed wanted = undisturbed_sync();
  const std::uint64_t seed = chosen_seed();
  WARN("moments from seed " << seed << "; LT_KILL_SEED repeats them");
  std::mt19937_64 random(seed);
  int kills = 0;
  for (int round = 1; kills < kills_wanted; ++round) {
    Installation hub(world);
    in_a_hurry(hub);
    const int here = sync_under_kills(hub, wanted.held, kills_wanted - kills, random);
    kills += here;
    INFO("round " << round << ", killed " << here << " times");
    finish(hub);
    CHECK(difference(hub.dump(), wanted.dump) == "");
    CHECK(held(hub) == wanted.held);
    const json::value status = hub.ask({"status"}, 5);
    CHECK(unbalanced(status).empty());
    CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
    // A batch whose answer the kill swallowed is sent again under its keys, so that the app knows it.
    const json::value app = hub.twin_state("app");
    INFO(json::serialize(app));
    CHECK(number(app, "/redeliveredSameContent") == 0);
    CHECK(number(app, "/rejected") == 0);
    WARN("round " << round << ": " << here << " kills, " << number(app, "/idempotencyKeys/repeated")
                  << " records recognised as sent before; "
                  << json::serialize(at(flow(at(status, "/flows"), "portal_injections"), "/runs")));
  }
}
