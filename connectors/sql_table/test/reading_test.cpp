// Promises of reading, against real databases.
#include "table_bench.hpp"

using namespace lt::sql_table::test;
using Catch::Contains;

namespace {

void make_rows(TableBench& bench, int from, int to, const std::string& changed) {
  if (bench.kind() == "mysql") bench.sql("SET SESSION max_recursive_iterations = 100000");
  bench.sql("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from) +
            " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to) + ") SELECT i, '" + changed + "' FROM n");
}

}  // namespace

TEST_CASE("a row comes with its types: digits, moments and truth are kept, NULL is left out") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table(
        "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT, price NUMERIC(20,2), good BOOLEAN, empty TEXT, changed "
        "TIMESTAMP)");
    bench.sql("INSERT INTO t VALUES (9007199254740993, 'Nguyễn \"A\"', 10.5, " +
              std::string(kind == "sqlite3" ? "1" : "TRUE") + ", NULL, '2026-11-20 08:00:00.123456')");
    bench.use(watched_rows,
              "columns: [id, name, price, good, empty, changed], types: {id: integer, price: number, good: boolean}");
    const std::string price = kind == "sqlite3" ? "10.5" : "10.50";
    const auto read = bench.read();
    REQUIRE(read.pages.size() == 1);
    CHECK(read.pages[0].bytes == R"([{"id":9007199254740993,"name":"Nguyễn \"A\"","price":)" + price +
                                     R"(,"good":true,"changed":"2026-11-20T08:00:00.123456"}])");
    CHECK(bench.session().streams({})[0].key == std::vector<std::string>{"/id"});
  }
}

TEST_CASE("a read that was killed goes on behind every page, through thousands of rows of one moment") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY, changed TIMESTAMP)");
    make_rows(bench, 1, 2500, "2026-11-20 08:00:00.123456");
    bench.use(watched_rows, watched_columns);
    const auto whole = bench.read();
    REQUIRE(whole.records.size() == 2500);
    REQUIRE(whole.states.size() == 4);
    CHECK(bench.read(whole.states[0]).records.size() == 1500);
    CHECK(bench.read(whole.states[1]).records.size() == 500);
    CHECK(bench.read(whole.states[2]).records.empty());
  }
}

TEST_CASE("the next read gives what changed since, and what was committed late within the overlap") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY, changed TIMESTAMP)");
    make_rows(bench, 1, 3, "2026-11-20 08:00:00.5");
    make_rows(bench, 4, 4, "2026-11-20 09:00:00.5");
    bench.use(watched_rows, watched_columns);
    const auto first = bench.read();
    CHECK(first.records.size() == 4);
    make_rows(bench, 5, 5, "2026-11-20 08:59:30");
    make_rows(bench, 6, 6, "2026-11-20 10:00:00");
    const auto second = bench.read(first.states.back());
    CHECK(documents(second) == R"({"id":5,"changed":"2026-11-20T08:59:30"} {"id":4,"changed":"2026-11-20T09:00:00.5"} )"
                               R"({"id":6,"changed":"2026-11-20T10:00:00"})");
  }
}

TEST_CASE("a table without a watermark is read whole each time, rows without a key are counted in the log") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table("CREATE TABLE t (a TEXT, b INTEGER, note TEXT)");
    bench.sql("INSERT INTO t VALUES ('x', 2, 'n'), ('x', 10, 'n'), (NULL, 1, 'n')");
    bench.use("in: {rows: {table: t, key: [a, b], columns: [a, b], types: {b: integer}}}");
    const auto first = bench.read();
    CHECK(documents(first) == R"({"a":"x","b":2} {"a":"x","b":10})");
    CHECK(bench.read(first.states.back()).records.size() == 2);
    CHECK_THAT(bench.log().front(), Contains("1 rows have no value"));
  }
}

TEST_CASE("a query is read like a table, its columns with the types that were said") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY, changed INTEGER)");
    bench.sql("INSERT INTO t VALUES (1, 100), (2, 200)");
    bench.use(
        "in: {rows: {query: \"SELECT id, changed + 1 AS version FROM t\", columns: [id, version], key: [id], "
        "watermark: version, types: {id: integer, version: integer}, overlap: 0}}");
    const auto first = bench.read();
    CHECK(documents(first) == R"({"id":1,"version":101} {"id":2,"version":201})");
    CHECK(documents(bench.read(first.states.back())) == R"({"id":2,"version":201})");
  }
}

TEST_CASE("names that the catalogue does not hold are refused, however they are written") {
  for (const auto& kind : kinds()) {
    if (kind == "odbc") continue;
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    bench.use("in: {rows: {table: 't; DROP TABLE t', key: [id]}}");
    CHECK_THROWS_WITH(bench.read(), Contains("has no table or view 't; DROP TABLE t'"));
    bench.use("in: {rows: {table: t, key: ['id OR 1=1']}}");
    CHECK_THROWS_WITH(bench.read(), Contains("has no column 'id OR 1=1'"));
    CHECK(bench.cells("SELECT COUNT(*) FROM t") == "0");
  }
}
