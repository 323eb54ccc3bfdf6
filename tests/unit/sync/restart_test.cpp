// Promises of runs while the database server ends and starts again.
#include "databases/postgres_server.hpp"
#include "fake_system.hpp"
#include "store/connection.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

using namespace lt;
using namespace lt::sync;
using lt::test_databases::PostgresServer;
using sync::test::page_of;
using sync::test::World;

namespace {

// An empty database of the server.
std::string empty_database(const PostgresServer& server) {
  ::setenv("PGPASSWORD", test_databases::postgres_password, 1);
  const std::string url = "postgresql://hub@127.0.0.1:" + std::to_string(server.port()) + "/postgres";
  store::connect({.path = {}, .url = url})->execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  return url;
}

std::vector<std::string> pages(int count) {
  std::vector<std::string> made;
  for (int page = 0; page < count; ++page) {
    std::vector<std::string> people;
    for (int i = 0; i < 20; ++i) {
      const std::string number = std::to_string(100 + page * 20 + i);
      people.push_back(number + ":NGUYỄN " + number + ":0911000" + number);
    }
    made.push_back(page_of(people));
  }
  return made;
}

}  // namespace

TEST_CASE("a server that is away while a run reads ends the run, and the next one makes it whole") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  std::string undisturbed;
  {
    World file;
    file.system.pages = pages(6);
    file.read();
    undisturbed = file.dump();
  }
  World world;
  world.keep_in(empty_database(*server));
  world.system.pages = pages(6);
  world.system.before = [&](std::size_t page) {
    if (page == 3) server->kill();
  };
  const RunResult cut = world.read();
  CHECK(cut.state == store::RunState::failed);
  CHECK(cut.error == ErrorKind::unavailable);
  world.system.before = nullptr;
  CHECK_THROWS_AS(world.read(), Error);  // it is away still
  server->start();
  const RunResult whole = world.read();
  CHECK(whole.state == store::RunState::succeeded);
  CHECK(world.dump() == undisturbed);
  CHECK(world.store().reader().run(cut.id)->state == store::RunState::interrupted);
  CHECK(world.store().reader().run(cut.id)->counts.balanced(store::Direction::in));
  CHECK(world.store().reader().check().problems.empty());
}

TEST_CASE("a server that restarts while a batch is at the destination: what was sent is sent again under its key") {
  auto* const server = PostgresServer::running();
  if (!server) return;
  World world;
  world.keep_in(empty_database(*server));
  world.system.pages = pages(2);
  REQUIRE(world.read().state == store::RunState::succeeded);
  bool once = true;
  world.system.judge = [&](const sync::test::Arrived&) {
    if (std::exchange(once, false)) {
      server->kill();
      server->start();
    }
    return "";
  };
  const RunResult cut = world.write();
  const RunResult whole = world.write();
  CHECK(whole.state == store::RunState::succeeded);
  CHECK(world.store().reader().delivery_counts("people_out").delivered == 40);
  CHECK(world.store().reader().delivery_counts("people_out").sending == 0);
  std::vector<std::string> keys;
  keys.reserve(world.system.arrived.size());
  for (const auto& arrived : world.system.arrived) keys.push_back(arrived.idempotency_key);
  std::ranges::sort(keys);
  const auto repeated = std::ranges::unique(keys);
  CHECK(std::ssize(keys) - std::ssize(repeated) == 40);
  INFO(cut.message);
  CHECK((cut.state == store::RunState::succeeded || cut.error == ErrorKind::unavailable));
}
