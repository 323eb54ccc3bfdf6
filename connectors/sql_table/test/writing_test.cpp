// Promises of writing, against real databases.
#include "table_bench.hpp"

#include <boost/json.hpp>

using namespace lt::sql_table::test;
using Catch::Contains;
using lt::plugin_host::RejectClass;

namespace {

constexpr const char* named_rows = "out: {rows: {table: t, key: [id], columns: [id, name, n]}}";
constexpr const char* named_table =
    "CREATE TABLE t (id TEXT PRIMARY KEY, name TEXT UNIQUE, n INTEGER NOT NULL CHECK (n < 100))";

std::size_t settled(const lt::plugin_testing::RecordingWriteSink& sink) {
  return sink.accepted.size() + sink.rejected.size();
}

}  // namespace

TEST_CASE("rows are inserted, changed and deleted, and a batch that is repeated changes nothing") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table(named_table);
    bench.use(named_rows);
    const std::vector batch{out(R"({"id":"1","name":"'); DROP TABLE t; --","n":1})", "1"),
                            out(R"({"id":"2","name":"B","n":2})", "2")};
    CHECK(bench.write(batch).accepted.size() == 2);
    CHECK(bench.write(batch).accepted.size() == 2);
    CHECK(bench.cells("SELECT id, name, n FROM t ORDER BY id") == "1 '); DROP TABLE t; -- 1 2 B 2");
    bench.write({out(R"({"id":"1","n":7})", "3"), out(R"({"id":"2"})", "4", true), out(R"({"id":"9"})", "5", true)});
    CHECK(bench.cells("SELECT id, name, n FROM t") == "1 - 7");
  }
}

TEST_CASE(
    "a row is found again by the hub's key when everything else of it was corrected, and when nothing is known of it") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table(named_table);
    bench.use("out: {rows: {table: t, key: [id], hub_key: id, columns: [id, name, n]}}");
    bench.write({out(R"({"name":"A","n":1})", "7"), out(R"({"name":"B","n":1})", "8")});
    bench.write({out(R"({"name":"C","n":2})", "7"), out("", "8", true)});
    CHECK(bench.cells("SELECT id, name, n FROM t") == "7 C 2");
  }
}

TEST_CASE("a row that is refused costs only itself") {
  for (const auto& kind : kinds()) {
    TableBench bench(kind);
    bench.table(named_table);
    bench.use(named_rows);
    const auto result =
        bench.write({out(R"({"id":"1","name":"A","n":1})", "1"), out(R"({"id":"2","name":"A","n":1})", "2"),
                     out(R"({"id":"3","n":null})", "3"), out(R"({"id":"4","n":100})", "4"), out(R"({"n":1})", "5"),
                     out("[1]", "6"), out(R"({"id":"7","name":"G","n":1})", "7")});
    CHECK(bench.cells("SELECT id FROM t ORDER BY id") == "1 7");
    CHECK(result.accepted == std::map<std::size_t, std::string>{{0, ""}, {6, ""}});
    REQUIRE(result.rejected.size() == 5);
    for (const auto& [index, reject] : result.rejected) CHECK(reject.reject_class == RejectClass::permanent);
    CHECK_THAT(result.rejected.at(4).reason, Contains("lacks 'id'"));
  }
}

TEST_CASE("a row that refers to one that is not there waits for it") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    bench.table("CREATE TABLE p (id TEXT PRIMARY KEY)");
    bench.table("CREATE TABLE t (id TEXT PRIMARY KEY, name TEXT REFERENCES p (id), n INTEGER)");
    bench.use(named_rows);
    const auto result = bench.write({out(R"({"id":"1","name":"p1"})", "1"), out(R"({"id":"2"})", "2")});
    CHECK(result.rejected.at(0).reject_class == RejectClass::dependency);
    CHECK(result.accepted.contains(1));
  }
}

TEST_CASE("what is refused only at the end of the transaction costs only its own row, too") {
  if (!PostgresServer::running()) return;
  TableBench bench("postgresql");
  bench.sql("CREATE TABLE t (id TEXT PRIMARY KEY, name TEXT, n INTEGER, UNIQUE (name) DEFERRABLE INITIALLY DEFERRED)");
  bench.use(named_rows);
  const auto result = bench.write(
      {out(R"({"id":"1","name":"A"})", "1"), out(R"({"id":"2","name":"A"})", "2"), out(R"({"id":"3"})", "3")});
  CHECK(result.rejected.size() == 1);
  CHECK(result.rejected.contains(1));
  CHECK(bench.cells("SELECT id FROM t ORDER BY id") == "1 3");
}

TEST_CASE("a connection that breaks stops the write with nothing done, and the next write makes a new one") {
  if (!PostgresServer::running()) return;
  TableBench bench("postgresql");
  bench.table(named_table);
  bench.use(named_rows);
  bench.session().check({});
  bench.cells(
      "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity WHERE application_name = 'lienthong' AND "
      "pid <> pg_backend_pid()");
  lt::plugin_testing::RecordingWriteSink sink;
  const std::vector batch{out(R"({"id":"1","n":1})", "1")};
  try {
    bench.session().write("rows", batch, sink, {});
    FAIL("the write did not notice");
  } catch (const lt::plugin_host::CallError& error) {
    CHECK(error.kind() == lt::ErrorKind::unavailable);
  }
  CHECK(settled(sink) == 0);
  CHECK(bench.write(batch).accepted.size() == 1);
}

TEST_CASE("a database that is locked, gone, or refuses us has its own status each") {
  const auto kind_of = [](TableBench& bench) {
    try {
      lt::plugin_testing::RecordingWriteSink sink;
      const std::vector batch{out(R"({"id":"1","n":1})", "1")};
      bench.session().write("rows", batch, sink, {});
    } catch (const lt::plugin_host::CallError& error) {
      return error.kind();
    }
    return lt::ErrorKind::failed;
  };
  TableBench gone("sqlite3");
  gone.use(named_rows);
  std::filesystem::remove(gone.folder / "d.db");
  CHECK(kind_of(gone) == lt::ErrorKind::unavailable);
  CHECK_FALSE(std::filesystem::exists(gone.folder / "d.db"));
  TableBench empty("sqlite3");
  empty.use(named_rows);
  CHECK(kind_of(empty) == lt::ErrorKind::misconfigured);
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench refused(kind);
    refused.table(named_table);
    refused.use(named_rows, "", "nobody");
    CHECK(kind_of(refused) == lt::ErrorKind::denied);
  }
}

TEST_CASE("settings that cannot work are refused") {
  const auto [streams, reason] = GENERATE(
      table<std::string, std::string>({{"host: x", "at least one stream"},
                                       {"in: {a: {key: [id]}}", "either a 'table' or a 'query'"},
                                       {"in: {a: {query: SELECT 1, key: [id]}}", "name its 'columns'"},
                                       {"out: {a: {table: t, columns: [b], key: [id]}}", "is not among its columns"}}));
  TableBench bench("sqlite3");
  CHECK_THROWS_WITH(bench.use(streams), Contains(reason));
}
