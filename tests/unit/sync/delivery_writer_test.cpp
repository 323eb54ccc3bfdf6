// Promises of batches that leave while the answers to earlier ones are still on their way into the store.
#include "sync/delivery_writer.hpp"

#include "fake_system.hpp"
#include "sync/due_rows.hpp"

#include <catch2/catch.hpp>

using namespace lt::sync;
using namespace lt::sync::test;

namespace {

// Two batches about the same row of which the second was made before the first one's answers were stored.
struct TwoBatches {
  World world;
  OutFlow flow = world.out();
  DueRows due{world.store(), world.out_definition, flow.mapping, world.clock};
  DeliveryWriter writer{flow, world.store(), world.clock, begin_run()};
  lt::store::FeedPosition position;

  lt::store::RunId begin_run() {
    auto transaction = world.store().begin();
    const auto run = transaction.begin_run(world.out_definition.name, lt::store::Direction::out, "hand");
    transaction.commit();
    return run;
  }

  void tell(const std::string& person) {
    world.clock.advance(1000);
    world.system.pages = {page_of({person})};
    world.read({.from_the_start = true});
  }

  OutBatchPointer batch_about(const std::string& person) {
    tell(person);
    OutBatchPointer batch = due.changed(position, 10, 0);
    REQUIRE(batch);
    REQUIRE(batch->items.size() == 1);
    return batch;
  }

  void go(OutBatchPointer batch) { writer.write(send(std::move(batch), flow, world.store(), {})); }
};

}  // namespace

TEST_CASE("a document that an answer has settled since its batch was made does not leave again under another key") {
  TwoBatches two;
  OutBatchPointer first = two.batch_about("1:An:1");
  two.tell("1:An:2");
  OutBatchPointer second = two.batch_about("1:An:1");
  REQUIRE(second->items[0].fate == OutFate::send);
  two.go(std::move(first));
  two.go(std::move(second));
  CHECK(two.world.system.arrived.size() == 1);
  CHECK(two.writer.counts().delivered == 1);
  CHECK(two.writer.counts().unchanged == 1);
  CHECK(two.writer.counts().balanced(lt::store::Direction::out));
}

TEST_CASE("an erasure that an answer has settled since its batch was made is not asked for again") {
  TwoBatches two;
  two.go(two.batch_about("1:An:1"));
  OutBatchPointer first = two.batch_about("1:hidden:1");
  OutBatchPointer second = two.batch_about("1:hidden:2");
  REQUIRE(second->items[0].fate == OutFate::erase);
  two.go(std::move(first));
  two.go(std::move(second));
  REQUIRE(two.world.system.arrived.size() == 2);
  CHECK(two.world.system.arrived[1].erase);
  CHECK(two.writer.counts().delivered == 2);
  CHECK(two.writer.counts().withheld == 1);
  // What it has erased, it is told of as soon as it may be.
  two.go(two.batch_about("1:An:1"));
  CHECK(two.world.system.arrived.size() == 3);
}

TEST_CASE("a document that was refused since its batch was made leaves") {
  TwoBatches two;
  two.world.system.judge = [](const Arrived&) { return "transient"; };
  OutBatchPointer first = two.batch_about("1:An:1");
  two.tell("1:An:2");
  OutBatchPointer second = two.batch_about("1:An:1");
  two.go(std::move(first));
  two.world.system.judge = nullptr;
  two.go(std::move(second));
  CHECK(two.world.system.arrived.size() == 1);
  CHECK(two.writer.counts().delivered == 1);
}
