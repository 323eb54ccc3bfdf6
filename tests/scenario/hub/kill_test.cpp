// kill -9 at fifty random moments of one first sync: the store is what an undisturbed sync makes of it, the app notices
// nothing.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <random>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr int kills_wanted = 50;
constexpr const char* flows[] = {"portal_injections", "ministry_lists", "app_persons", "app_immunizations"};
constexpr std::uint64_t world_seed = 38;
constexpr std::uint64_t records = 100'000;

// The portal gives 1,000 pages and takes its time for each. Fifty lives of a serving hub, each at its longest, do not
// suffice for them, so every kill falls into the first sync whatever the machine.
constexpr int page = 100;
constexpr milliseconds of_a_page(100);
constexpr milliseconds longest_life(1'900);
static_assert(kills_wanted * longest_life < records / page * of_a_page);

void write_the_list(const Installation& hub) {
  lt::twins::write_list({.seed = world_seed, .portal_records = records, .rows = 1'000, .bad = 50},
                        hub.lists() / "people.xlsx");
}

void take_time(Installation& hub) {
  replace_in(hub.config("systems/national_vaccination.yaml"), "size: 1000", "size: " + std::to_string(page));
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  for (const auto* flow : {"flows/app_persons.yaml", "flows/app_immunizations.yaml"}) {
    replace_in(hub.config(flow), "at_most_every: 5s", "at_most_every: 100ms");
    replace_in(hub.config(flow), "batch: 1000", "batch: 100");
  }
  hub.twins().fault("portal", "path=/api/vaccination/records;kind=slow;ms=" + std::to_string(of_a_page.count()));
  hub.twins().fault("app", "path=/api/v1/records;kind=slow;ms=20");
}

std::int64_t held(const Installation& hub) { return number(hub.twin_state("app"), "/held"); }

// What dead letters of all flows say: flow, record and first reason.
std::set<std::string> letters(const Installation& hub) {
  std::set<std::string> said;
  for (const auto* flow : flows) {
    const json::value list = hub.ask({"dead-letters", "list", "--flow", flow, "--limit", "100000"}, 0);
    for (const auto& letter : list.as_array()) {
      said.insert(std::string(flow) + " " + text(letter, "/key") + " " + text(letter, "/reasons/0/code"));
    }
  }
  return said;
}

// What may still be due, done by hand; afterwards nothing is.
void finish(const Installation& hub) {
  for (const auto* flow : flows) {
    const Ended ended = hub.run({"run", flow});
    INFO(ended.out << ended.err);
    CHECK((ended.exit_code == 0 || ended.exit_code == 5));  // 5: dead letters wait for a person
  }
}

std::uint64_t chosen_seed() {
  const char* given = std::getenv("LT_KILL_SEED");
  return given ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

// Waits until `seen`, while the hub serves.
void serves_until(Child& serving, const std::function<bool()>& seen, milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!seen()) {
    if (const auto early = serving.wait(milliseconds(10))) FAIL("serve ended by itself: " << early->err);
    if (std::chrono::steady_clock::now() > end) FAIL("serve did not get on and said: " << serving.err());
  }
}

// One life in ten ends while the program starts, the others while it serves.
void live_and_be_killed(const Installation& hub, std::mt19937_64& random) {
  Child serving = hub.start({"serve"});
  if (std::uniform_int_distribution<int>(1, 10)(random) > 1) {
    serves_until(
        serving, [&] { return serving.err().find(" flows of ") != std::string::npos; }, std::chrono::seconds(60));
  }
  std::uniform_int_distribution<int> moment(0, static_cast<int>(longest_life.count()) - 50);
  if (const auto early = serving.wait(milliseconds(moment(random)))) {
    FAIL("serve ended by itself with " << early->exit_code << ": " << early->err);
  }
  serving.signal(SIGKILL);
  CHECK(serving.must_end(std::chrono::seconds(10)).signal == SIGKILL);
}

// Until the app holds as much as it should.
void live_in_peace(Installation& hub, std::int64_t everything) {
  hub.twins().clear_faults("portal");
  hub.twins().clear_faults("app");
  Child serving = hub.start({"serve"});
  serves_until(serving, [&] { return held(hub) == everything; }, std::chrono::minutes(2));
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
}

}  // namespace

TEST_CASE("a hub killed at fifty moments of its first sync ends with the same store, and the app gets nothing twice") {
  const lt::twins::TwinsOptions world{.seed = world_seed, .records = records};
  Installation undisturbed(world);
  undisturbed.keep_flows({std::begin(flows), std::end(flows)});
  write_the_list(undisturbed);
  finish(undisturbed);

  const std::uint64_t seed = chosen_seed();
  WARN("moments from seed " << seed << "; LT_KILL_SEED repeats them");
  std::mt19937_64 random(seed);
  Installation hub(world);
  hub.keep_flows({std::begin(flows), std::end(flows)});
  write_the_list(hub);
  take_time(hub);
  for (int kill = 1; kill <= kills_wanted; ++kill) {
    INFO("life " << kill);
    live_and_be_killed(hub, random);
  }
  const json::value killed = hub.ask({"status"}, 5);
  const json::value& portal = flow(at(killed, "/flows"), "portal_injections");
  CHECK(number(portal, "/runs/succeeded") == 0);  // it is the first sync still
  CHECK(number(portal, "/counts/read") > 0);
  CHECK(held(hub) > 0);

  live_in_peace(hub, held(undisturbed));
  finish(hub);
  CHECK(difference(hub.dump(), undisturbed.dump()) == "");
  CHECK(letters(hub) == letters(undisturbed));
  CHECK(held(hub) == held(undisturbed));
  CHECK(unbalanced(hub.ask({"status"}, 5)).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
  // A batch whose answer a kill swallowed is sent again under its keys, so that the app knows it.
  const json::value app = hub.twin_state("app");
  INFO(json::serialize(app));
  CHECK(number(app, "/redeliveredSameContent") == 0);
  CHECK(number(app, "/rejected") == 0);
  WARN(kills_wanted << " kills, " << number(app, "/idempotencyKeys/repeated") << " records recognised as sent before; "
                    << json::serialize(at(portal, "/runs")) << " " << json::serialize(at(portal, "/counts")));
}
