// The hub on a PostgreSQL server: it is killed, its server is killed under it, and it ends with the store of an
// undisturbed hub that keeps to a file; then it moves to a file and goes on there.
#include "databases/postgres_server.hpp"
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>

using namespace lt::scenario;
namespace json = boost::json;
using lt::test_databases::PostgresServer;
using std::chrono::milliseconds;

namespace {

constexpr const char* flows[] = {"portal_injections", "ministry_lists", "app_persons", "app_immunizations"};
const lt::twins::TwinsOptions world{.seed = 41, .records = 20'000};
constexpr int hub_kills = 6;
constexpr int server_kills = 5;
// The first sync takes longer than all that is done to it: 200 pages.
constexpr int page = 100;
constexpr milliseconds of_a_page(100);

std::string url_of(const PostgresServer& server) {
  return "postgresql://hub@127.0.0.1:" + std::to_string(server.port()) + "/postgres";
}

void write_the_list(const Installation& hub) {
  lt::twins::write_list({.seed = world.seed, .portal_records = world.records, .rows = 300, .bad = 20},
                        hub.lists() / "people.xlsx");
}

// The portal takes its time; a flow that failed is soon tried again.
void slow_and_steady(Installation& hub) {
  replace_in(hub.config("systems/national_vaccination.yaml"), "size: 1000", "size: " + std::to_string(page));
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  for (const auto* flow : flows) {
    std::ofstream(hub.config(std::string("flows/") + flow + ".yaml"), std::ios::app)
        << "\nretry: {first: 1s, most: 2s}\n";
  }
  for (const auto* flow : {"flows/app_persons.yaml", "flows/app_immunizations.yaml"}) {
    replace_in(hub.config(flow), "at_most_every: 5s", "at_most_every: 100ms");
    replace_in(hub.config(flow), "batch: 1000", "batch: 100");
  }
  hub.twins().fault("portal", "path=/api/vaccination/records;kind=slow;ms=" + std::to_string(of_a_page.count()));
}

std::int64_t held(const Installation& hub) { return number(hub.twin_state("app"), "/held"); }

void finish(const Installation& hub) {
  for (const auto* flow : flows) {
    const Ended ended = hub.run({"run", flow});
    INFO(ended.out << ended.err);
    CHECK((ended.exit_code == 0 || ended.exit_code == 5));  // 5: dead letters wait for a person
  }
}

void serves_until(Child& serving, const std::function<bool()>& seen) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!seen()) {
    if (const auto early = serving.wait(milliseconds(10))) FAIL("serve ended by itself: " << early->err);
    if (std::chrono::steady_clock::now() > end) FAIL("serve did not get on and said: " << serving.err());
  }
}

Child serve(const Installation& hub) {
  Child serving = hub.start({"serve"});
  serves_until(serving, [&] { return serving.err().find(" flows of ") != std::string::npos; });
  return serving;
}

int said_of(const Child& serving, const std::string& words) {
  const std::string said = serving.err();
  int times = 0;
  for (auto at = said.find(words); at != std::string::npos; at = said.find(words, at + 1)) ++times;
  return times;
}

void lives(Child& serving, std::mt19937_64& random, milliseconds most) {
  std::uniform_int_distribution<int> moment(0, static_cast<int>(most.count()));
  if (const auto early = serving.wait(milliseconds(moment(random)))) {
    FAIL("serve ended by itself with " << early->exit_code << ": " << early->err);
  }
}

void be_killed(const Installation& hub, std::mt19937_64& random) {
  for (int kill = 0; kill < hub_kills; ++kill) {
    Child serving = serve(hub);
    lives(serving, random, milliseconds(800));
    serving.signal(SIGKILL);
    CHECK(serving.must_end(std::chrono::seconds(10)).signal == SIGKILL);
  }
}

// One life of the hub, which sees its server end again and again.
void outlive_the_server(Installation& hub, PostgresServer& server, std::mt19937_64& random, std::int64_t everything) {
  Child serving = serve(hub);
  for (int kill = 1; kill <= server_kills; ++kill) {
    lives(serving, random, milliseconds(800));
    server.kill();
    serves_until(serving, [&] { return said_of(serving, "the store does not answer and is asked again") == kill; });
    server.start();
    serves_until(serving, [&] { return said_of(serving, "the store answers again") == kill; });
  }
  CHECK(held(hub) < everything);
  hub.twins().clear_faults("portal");
  serves_until(serving, [&] { return held(hub) == everything; });
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
}

}  // namespace

TEST_CASE("a hub on a server, both killed again and again, ends with the same store, and moves with it to a file") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  ::setenv("PGPASSWORD", lt::test_databases::postgres_password, 1);
  Installation undisturbed(world);
  undisturbed.keep_flows({std::begin(flows), std::end(flows)});
  write_the_list(undisturbed);
  finish(undisturbed);

  const std::uint64_t seed = std::random_device()();
  INFO("moments from seed " << seed);
  std::mt19937_64 random(seed);
  Installation hub(world);
  replace_in(hub.config("hub.yaml"), "store: ../var/lienthong.db", "store: " + url_of(*server));
  hub.keep_flows({std::begin(flows), std::end(flows)});
  write_the_list(hub);
  slow_and_steady(hub);
  be_killed(hub, random);
  outlive_the_server(hub, *server, random, held(undisturbed));
  finish(hub);
  CHECK(difference(hub.dump(), undisturbed.dump()) == "");
  CHECK(held(hub) == held(undisturbed));
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
  const json::value app = hub.twin_state("app");
  INFO(json::serialize(app));
  CHECK(number(app, "/redeliveredSameContent") == 0);
  CHECK(number(app, "/rejected") == 0);

  const std::string file = (hub.folder() / "var/moved.db").string();
  const json::value moved = hub.ask({"store", "move", file}, 0);
  CHECK(number(moved, "/rows") > static_cast<std::int64_t>(world.records));
  replace_in(hub.config("hub.yaml"), "store: " + url_of(*server), "store: " + file);
  CHECK(difference(hub.dump(), undisturbed.dump()) == "");
  finish(hub);
  CHECK(number(hub.twin_state("app"), "/redeliveredSameContent") == 0);
  CHECK(unbalanced(hub.status()).empty());
}
