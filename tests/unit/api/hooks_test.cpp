// Promises of what systems send by themselves.
#include "hook_world.hpp"
#include "response_header.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace lt::api;
using namespace lt::api::test;
using lt::store::RunState;

namespace {

constexpr const char* people = "/hooks/sender/people";

}  // namespace

TEST_CASE("what was sent is stored when the reply is given, and the ledger balances") {
  World world;
  const Response silent = world.post(people, body_of({"1:An", "2:Bình"}));
  CHECK(silent.status == 204);
  CHECK(silent.body.empty());
  CHECK(world.people() == 2);
  CHECK(world.changes == 1);
  const Response said = world.post(people + std::string("/more?x=1"), body_of({"2:Bình", "3:Chi"}), "reply");
  CHECK(said.status == 201);
  CHECK(said.body == R"({"taken":true})");
  CHECK(header(said, "X-Taken") == "1");
  CHECK(world.people() == 3);
  const auto runs = world.runs();
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].trigger == "receive");
  CHECK(runs[0].state == RunState::running);
  CHECK(runs[0].counts.read == 4);
  CHECK(runs[0].counts.created == 3);
  CHECK(runs[0].counts.unchanged == 1);
  CHECK(runs[0].counts.balanced(lt::store::Direction::in));
}

TEST_CASE("the same request once more changes nothing, and says so to nobody") {
  World world;
  world.post(people, body_of({"1:An"}));
  world.post(people, body_of({"1:An"}));
  CHECK(world.people() == 1);
  CHECK(world.changes == 1);
  CHECK(world.runs()[0].counts.unchanged == 1);
  world.post(people, body_of({"1:Anh"}));
  CHECK(world.changes == 2);
  CHECK(world.runs()[0].counts.updated == 1);
}

TEST_CASE("a bad record becomes a dead letter and its neighbours are stored, a good one of its key ends the letter") {
  World world;
  CHECK(world.post(people, R"({"records":[{"id":"1","name":"An"},{"id":"2"},{"name":"nobody"}]})").status == 204);
  CHECK(world.post(people, "not a record", "reject").status == 204);
  CHECK(world.people() == 1);
  auto reader = world.store().reader();
  CHECK(reader.dead_letters({.state = lt::store::LetterState::waiting}).size() == 3);
  CHECK(world.runs()[0].counts.dead == 3);
  CHECK(world.runs()[0].counts.balanced(lt::store::Direction::in));
  world.post(people, body_of({"2:Bình"}));
  CHECK(reader.dead_letters({.state = lt::store::LetterState::waiting}).size() == 2);
}

TEST_CASE("a connector's refusal has its status, and nothing that it emitted before is stored") {
  World world;
  const struct {
    const char* what;
    int status;
    const char* error;
  } cases[] = {{"deny", 401, "denied"},
               {"wait", 503, "unavailable"},
               {"fail", 500, "failed"},
               {"misconfigure", 500, "misconfigured"}};
  for (const auto& [what, status, error] : cases) {
    INFO(what);
    const Response response = world.post(people, body_of({"1:An"}), what);
    CHECK(response.status == status);
    CHECK(response.body.find(std::string("\"error\":\"") + error) != std::string::npos);
    CHECK(response.body.find("signature is wrong") == std::string::npos);  // why is for the log
    CHECK(header(response, "Retry-After") == (status == 503 ? "7" : ""));
  }
  CHECK(world.people() == 0);
  CHECK(world.runs().empty());
}

TEST_CASE("while its flow is paused a system is told to send again later, and nothing is stored") {
  World world;
  world.paused = true;
  const Response refused = world.post(people, body_of({"1:An"}));
  CHECK(refused.status == 503);
  CHECK(header(refused, "Retry-After") == "5");
  CHECK(world.people() == 0);
  world.paused = false;
  CHECK(world.post(people, body_of({"1:An"})).status == 204);
  CHECK(world.people() == 1);
}

TEST_CASE("an address without a system, or without a stream, is said to be none") {
  World world;
  CHECK(world.post("/hooks/nobody/people", "").status == 404);
  CHECK(world.post("/hooks/sender", "").status == 404);
  CHECK(world.post("/hooks/sender/", "").status == 404);
  const Response response = world.post("/hooks/sender/persons", "");
  CHECK(response.status == 404);
  CHECK(response.body.find("no stream 'persons'") != std::string::npos);
}

TEST_CASE("a stream that no flow takes may be asked, but what is sent there is refused, not lost in silence") {
  World world;
  CHECK(world.post("/hooks/sender/loose", "", "reply").status == 201);
  CHECK(world.post("/hooks/sender/loose", body_of({"1:An"})).status == 500);
  CHECK(world.people() == 0);
}

TEST_CASE("a request without records leaves no run") {
  World world;
  CHECK(world.post(people, "", "reply").status == 201);
  CHECK(world.runs().empty());
}

TEST_CASE("who only asks is answered while what the same system sent waits to be stored") {
  World world;
  REQUIRE(world.post("/hooks/sender/people", body_of({"1:An"})).status == 204);
  const int before = looked_at();
  std::jthread sending;
  {
    const lt::store::Transaction busy = world.store().begin();
    sending = std::jthread([&] { world.post("/hooks/sender/people", body_of({"2:Bình"})); });
    looked_at().wait(before);  // now it waits for the store
    CHECK(world.post("/hooks/sender/people", "", "reply").status == 201);
    CHECK(world.people() == 1);
  }
  sending.join();
  CHECK(world.people() == 2);
}

TEST_CASE("one run gathers requests until a minute passes without any, or five minutes in all") {
  World world;
  world.post(people, body_of({"1:An"}));
  world.clock.advance(59'000);
  world.hooks().look_at_the_clock();
  CHECK(world.runs()[0].state == RunState::running);
  world.post(people, body_of({"2:Bình"}));
  world.clock.advance(60'000);
  world.hooks().look_at_the_clock();
  CHECK(world.runs()[0].state == RunState::succeeded);
  CHECK(world.runs()[0].counts.read == 2);
  for (int i = 0; i < 8; ++i) {
    world.post(people, body_of({"3:Chi " + std::to_string(i)}));
    world.clock.advance(50'000);
  }
  world.hooks().close();
  const auto runs = world.runs();
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].counts.read + runs[1].counts.read == 8);
  for (const auto& run : runs) CHECK(run.state == RunState::succeeded);
}

TEST_CASE("while requests come, dead letters of the same flow can be replayed") {
  World world;
  world.post(people, body_of({"1:An"}));
  auto transaction = world.store().begin();
  CHECK_NOTHROW(transaction.begin_run("people_in", lt::store::Direction::in, "replay"));
  CHECK_THROWS(transaction.begin_run("people_in", lt::store::Direction::in, "hand"));
}

TEST_CASE("what cannot be stored is answered 503, and what was acknowledged is all there") {
  World world(800'000);
  const std::string long_name(20'000, 'x');
  std::int64_t acknowledged = 0;
  Response last;
  for (int i = 0; i < 200; ++i) {
    last = world.post(people, body_of({std::to_string(i) + ":" + long_name}));
    if (last.status != 204) break;
    ++acknowledged;
  }
  CHECK(last.status == 503);
  CHECK(acknowledged > 0);
  CHECK(world.people() == acknowledged);
  CHECK(world.runs()[0].counts.read == acknowledged);
}
