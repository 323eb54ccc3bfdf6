// Promises to a hub whose database server ends and starts again.
#include "base/error.hpp"
#include "databases/postgres_server.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <functional>

using Catch::Matchers::Contains;
using lt::store::Access;
using lt::store::Direction;
using lt::store::RunState;
using lt::test_databases::PostgresServer;
using store_world::Said;
using store_world::World;

namespace {

std::vector<Said> people(int first, int count) {
  std::vector<Said> said;
  for (int i = first; i < first + count; ++i) {
    const std::string number = std::to_string(100000 + i);
    said.push_back({"a", number, 1, {"999" + number, "", "NGUYỄN " + number, "", "", ""}, 0, ""});
  }
  return said;
}

void restart(PostgresServer& server) {
  server.kill();
  server.start();
}

// Why the store could not; empty where it could.
std::string unavailable(const std::function<void()>& call) {
  try {
    call();
  } catch (const lt::Error& error) {
    CHECK(error.kind() == lt::ErrorKind::unavailable);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a server that restarts between transactions is not noticed by writer, reader and the log of answers",
          "[server]") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world(true);
  auto store = world.open();
  auto reader = store.reader();
  const lt::store::DisclosedFields fields{"answers", "app", "care", {"person.full_name"}};
  const std::vector<lt::store::Disclosure> answer{{1, 1, 5}};
  world.tell(store, people(0, 10));
  store.log_answers(fields, answer);
  CHECK(reader.count(0) == 10);
  CHECK(reader.find(0, "999100003"));
  restart(*server);
  CHECK(reader.find(0, "999100003"));
  CHECK(world.tell(store, people(5, 10)).records.back() == lt::store::Effect::created);
  store.log_answers(fields, answer);
  CHECK(reader.count(0) == 15);
  CHECK(reader.disclosures(1, 9).size() == 2);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a server that ends within a transaction fails it whole, and said again the store is as if it had not",
          "[server]") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world(true), undisturbed(false);
  auto other = undisturbed.open();
  undisturbed.tell(other, people(0, 40));
  auto store = world.open();
  world.tell(store, people(0, 10));
  {
    auto transaction = store.begin();
    world.tell(transaction, people(10, 15));
    server->kill();
    CHECK_THAT(unavailable([&] { world.tell(transaction, people(25, 15)); }), Contains("goes on where it stood"));
  }
  CHECK_FALSE(unavailable([&] { store.begin(); }).empty());
  server->start();
  CHECK(store.reader().count(0) == 10);
  {
    auto transaction = store.begin();
    world.tell(transaction, people(10, 30));
    restart(*server);
    CHECK_FALSE(unavailable([&] { transaction.commit(); }).empty());
  }
  world.tell(store, people(10, 30));
  CHECK(store_world::dump(store) == store_world::dump(other));
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("the writer's turn goes with the server: who waited for it writes, who had it begins again", "[server]") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world(true);
  auto hub = world.open();
  auto command = world.open(Access::command);
  {
    auto transaction = hub.begin();
    world.tell(transaction, people(0, 10));
    restart(*server);
    world.tell(command, people(0, 5));
    CHECK_FALSE(unavailable([&] { transaction.commit(); }).empty());
  }
  CHECK(hub.reader().count(0) == 5);
  world.tell(hub, people(0, 10));
  CHECK(command.reader().count(0) == 10);
  CHECK(store_world::problems(hub).empty());
}

TEST_CASE("a hub that finds its store served by another after a restart stays out until that one has ended",
          "[server]") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world(true);
  auto hub = world.open();
  {
    restart(*server);
    auto another = world.open();
    for (int attempt = 0; attempt < 2; ++attempt)
      CHECK_THAT(unavailable([&] { world.tell(hub, people(0, 1)); }), Contains("served already"));
    world.tell(another, people(0, 1));
  }
  world.tell(hub, people(1, 1));
  CHECK(hub.reader().count(0) == 2);
}

TEST_CASE("a run that the server's end left open does not stand in the way of the flow's next", "[server]") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world(true);
  auto store = world.open();
  const auto begin = [&] {
    auto transaction = store.begin();
    const auto run = transaction.begin_run("portal_in", Direction::in, "schedule");
    transaction.commit();
    return run;
  };
  const auto first = begin();
  CHECK_THAT(unavailable([&] { begin(); }), Contains("is under way"));
  server->kill();
  store.abandon_run(first);
  server->start();
  const auto second = begin();
  CHECK(store.reader().run(first)->state == RunState::interrupted);
  CHECK_THAT(store.reader().run(first)->message, Contains("did not answer"));
  CHECK(store.reader().run(second)->state == RunState::running);
}
