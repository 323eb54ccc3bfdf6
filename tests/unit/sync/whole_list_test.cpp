// Promises of an out-run to a destination that takes whole lists.
#include "fake_system.hpp"

#include <catch2/catch.hpp>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::store::RunState;

namespace {

RunResult send(World& world) {
  world.system.arrived.clear();
  world.system.batch_sizes.clear();
  world.out_definition.whole = true;
  return world.write();
}

}  // namespace

TEST_CASE("any change sends the whole list in one write, and the ledger counts what changed") {
  World world;
  give(world, {"1:An:1", "2:Bình:2", "3:Chi:3", "4:Hidden:4"});
  const RunResult first = send(world);
  CHECK(first.counts.due == 4);
  CHECK(first.counts.delivered == 3);
  CHECK(first.counts.withheld == 1);
  CHECK(world.system.batch_sizes == std::vector<std::size_t>{3});

  give(world, {"1:An:9", "2:Bình:2", "3:Chi:3", "4:Hidden:4"});
  const RunResult second = send(world);
  CHECK(second.counts.due == 1);
  CHECK(second.counts.delivered == 1);
  CHECK(second.counts.balanced(lt::store::Direction::out));
  CHECK(world.system.arrived.size() == 3);
}

TEST_CASE("an unchanged list is not sent") {
  World world;
  give(world, {"1:An:1", "4:Hidden:4"});
  send(world);
  CHECK(send(world).counts.due == 0);
  CHECK(world.system.batch_sizes.empty());
  give(world, {"1:An:1", "4:Hidden:5"});
  const RunResult filtered = send(world);
  CHECK(filtered.counts.withheld == 1);
  CHECK(world.system.batch_sizes.empty());
}

TEST_CASE("a row that leaves the list is gone from what is sent, and an empty list is sent as one") {
  World world;
  give(world, {"1:An:1", "2:Bình:2"});
  send(world);
  give(world, {"1:Hidden:1", "2:Bình:2"});
  const RunResult left = send(world);
  CHECK(left.counts.delivered == 1);
  REQUIRE(world.system.arrived.size() == 1);
  CHECK(world.system.arrived.front().json.find("BÌNH") != std::string::npos);
  CHECK_FALSE(world.system.arrived.front().erase);

  give(world, {"1:Hidden:1", "2:Hidden:2"});
  CHECK(send(world).counts.delivered == 1);
  CHECK(world.system.batch_sizes == std::vector<std::size_t>{0});
  CHECK(send(world).counts.due == 0);
}

TEST_CASE("a destination that does not answer gets the whole list again") {
  World world;
  give(world, {"1:An:1", "2:Bình:2"});
  world.system.judge = [](const Arrived&) { return "dead destination"; };
  const RunResult failed = send(world);
  CHECK(failed.state == RunState::failed);
  CHECK(failed.counts.pending == 2);
  world.system.judge = {};
  const RunResult again = send(world);
  CHECK(again.counts.delivered == 2);
  CHECK(world.system.arrived.size() == 2);
}

TEST_CASE("a record of the list that is refused waits or dies alone and goes along with the next list") {
  World world;
  give(world, {"1:An:1", "2:Bình:2"});
  world.system.judge = [](const Arrived& arrived) {
    return arrived.json.find("BÌNH") != std::string::npos ? "no such person" : "";
  };
  const RunResult first = send(world);
  CHECK(first.counts.delivered == 1);
  CHECK(first.counts.dead == 1);
  CHECK(world.letters().size() == 1);
  world.system.judge = {};
  give(world, {"1:An:5", "2:Bình:2"});
  const RunResult second = send(world);
  CHECK(second.counts.delivered == 2);
  CHECK(world.letters().empty());
}
