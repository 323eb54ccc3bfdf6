// Promises of reading in parts.
#include "databases/postgres_server.hpp"
#include "store/connection.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>
#include <sys/resource.h>

using lt::store::Fetch;
using lt::store::Statement;
using store_world::World;

TEST_CASE("what is read in parts is what is read whole, whatever else is asked between") {
  World world;
  const auto connection = world.connect(true);
  connection->define("CREATE TABLE number (id INTEGER PRIMARY KEY, word TEXT)");
  std::int64_t last = 0;
  for (const std::int64_t count : {0, 1, 999, 1000, 1001, 2500}) {
    connection->begin_writing();
    for (; last < count; ++last) {
      Statement insert(*connection, "INSERT INTO number VALUES (?, 'word')");
      insert.bind(1, last + 1);
      insert.run();
    }
    connection->commit();
    connection->begin_reading();
    {
      Statement select(*connection, "SELECT id FROM number WHERE id > ? AND word = ? ORDER BY id", Fetch::in_parts);
      Statement one(*connection, "SELECT word FROM number WHERE id = ?");
      for (int pass = 0; pass < 2; ++pass) {
        select.bind(1, 0);
        select.bind(2, std::string_view("word"));
        std::int64_t read = 0;
        while (select.step()) {
          CHECK(select.integer(0) == ++read);
          if (read % 400 != 0) continue;
          const lt::store::Resetting resetting(one);
          one.bind(1, read);
          CHECK(one.step());
        }
        CHECK(read == count);
        select.reset();
      }
    }
    connection->rollback();
  }
}

TEST_CASE("a result of a gigabyte read in parts takes no more than a part of it", "[server]") {
  if (!lt::test_databases::PostgresServer::running()) return;
  World world(true);
  const auto connection = world.connect();
  const auto most_memory = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;  // KB
  };
  const auto before = most_memory();
  connection->begin_reading();
  {
    Statement select(*connection, "SELECT repeat('x', 10000) FROM generate_series(1, 100000)", Fetch::in_parts);
    std::int64_t bytes = 0;
    while (select.step()) bytes += static_cast<std::int64_t>(select.text(0).size());
    CHECK(bytes == 1'000'000'000);
  }
  connection->rollback();
  CHECK(most_memory() - before < 200'000);
}
