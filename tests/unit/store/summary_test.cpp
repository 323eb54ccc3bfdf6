// Promises of what reports ask of the store.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace lt::store;
using store_world::World;

namespace {

// One run of a flow that read and created `records`, begun and ended now.
void run(World& world, Store& store, const std::string& flow, RunState state, std::int64_t records) {
  Transaction transaction = store.begin();
  const RunId id = transaction.begin_run(flow, Direction::in, "hand");
  Counts counts;
  counts.read = records;
  counts.created = records - 1;
  counts.dead = 1;
  world.clock.advance(10);
  transaction.end_run(id, state, counts, {}, state == RunState::failed ? "no answer" : "");
  transaction.commit();
}

void deliver(Store& store, DeliveryState state, lt::Milliseconds next_attempt) {
  Delivery delivery;
  delivery.row = 7;
  delivery.state = state;
  delivery.next_attempt = next_attempt;
  Transaction transaction = store.begin();
  transaction.put_deliveries("out", std::span(&delivery, 1));
  transaction.commit();
}

}  // namespace

TEST_CASE("the runs of a period are added up by flow and state") {
  World world;
  Store store = world.open();
  const lt::Milliseconds begin = world.clock.now();
  run(world, store, "a", RunState::succeeded, 100);
  run(world, store, "a", RunState::failed, 5);
  run(world, store, "b", RunState::succeeded, 1);
  const lt::Milliseconds end = world.clock.now();
  run(world, store, "a", RunState::succeeded, 1'000);
  const auto totals = store.reader().run_totals(begin, end);
  REQUIRE(totals.size() == 2);
  CHECK(totals.at("a").all() == 2);
  CHECK(totals.at("a").of(RunState::failed) == 1);
  CHECK(totals.at("a").of(RunState::cancelled) == 0);
  CHECK(totals.at("a").counts.read == 105);
  CHECK(totals.at("a").counts.dead == 2);
  CHECK(totals.at("a").counts.balanced(Direction::in));
  CHECK(totals.at("a").unbalanced == 0);
  CHECK(totals.at("b").counts.created == 0);
  CHECK(store.reader().run_totals(end + 10, end + 20).empty());
}

TEST_CASE("the last success is told whatever failed after it") {
  World world;
  Store store = world.open();
  CHECK_FALSE(store.reader().last_success("a"));
  run(world, store, "a", RunState::succeeded, 1);
  const lt::Milliseconds success = world.clock.now();
  run(world, store, "a", RunState::failed, 1);
  run(world, store, "b", RunState::succeeded, 1);
  CHECK(store.reader().last_success("a") == success);
}

TEST_CASE("a delivery waits since its first failure in a row") {
  World world;
  Store store = world.open();
  CHECK_FALSE(store.reader().pending("out").oldest);
  deliver(store, DeliveryState::delivered, 0);
  CHECK_FALSE(store.reader().pending("out").oldest);
  world.clock.advance(1'000);
  const lt::Milliseconds first = world.clock.now();
  deliver(store, DeliveryState::retry, first + 5'000);
  world.clock.advance(5'000);
  deliver(store, DeliveryState::retry, first + 15'000);
  CHECK(store.reader().pending("out").oldest == first);
  deliver(store, DeliveryState::delivered, 0);
  CHECK_FALSE(store.reader().pending("out").oldest);
  world.clock.advance(1'000);
  deliver(store, DeliveryState::retry, first + 60'000);
  CHECK(store.reader().pending("out").oldest == world.clock.now());
  CHECK(store.reader().pending("out").rows == 1);
}
