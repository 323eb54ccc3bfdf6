// Promises about servers that die, lock and refuse, for each kind that has a server.
#include "table_bench.hpp"

#include <chrono>
#include <future>
#include <thread>

using namespace lt::sql_table::test;
using lt::plugin_host::RejectClass;

namespace {

constexpr const char* numbered_rows = "out: {rows: {table: t, key: [id], columns: [id, n]}}";
constexpr const char* numbered_table = "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER NOT NULL)";

/// Kills the server as soon as the first page is stored.
struct KillingSink : lt::plugin_testing::RecordingReadSink {
  explicit KillingSink(lt::test_databases::DatabaseServer& s) : server(s) {}
  void checkpoint(std::string_view state) override {
    RecordingReadSink::checkpoint(state);
    if (states.size() == 1) server.kill();
  }
  lt::test_databases::DatabaseServer& server;
};

template <class Work>
lt::ErrorKind kind_of(Work&& work) {
  try {
    work();
  } catch (const lt::plugin_host::CallError& error) {
    UNSCOPED_INFO(error.what());
    return error.kind();
  }
  throw std::runtime_error("the call did not notice");
}

/// Waits until a statement of the connector stands still before a row that the test holds.
void wait_for_the_lock(const TableBench& bench) {
  const auto watcher = bench.kind() == "mysql" ? nullptr : bench.another();
  for (int look = 0; look < 200; ++look) {
    // InnoDB shows the same again to whoever asks within a tenth of a second of the last time.
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    std::string waiting;
    if (watcher) {
      watcher->query("SELECT COUNT(*) FROM pg_locks WHERE NOT granted", {},
                     [&](const auto& cells) { waiting = cells.at(0).value_or("0"); });
    } else {
      waiting = MariadbServer::running()->cells(
          "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'");
    }
    if (!waiting.starts_with("0")) return;
  }
  FAIL("no statement stands still before the row");
}

}  // namespace

TEST_CASE("a server that dies within a read is missed, and the next read goes on behind the page that is stored") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY, changed TIMESTAMP)");
    for (int hundred = 0; hundred < 25; ++hundred) {
      std::string values;
      for (int i = 1; i <= 100; ++i)
        values += (i > 1 ? ", (" : "(") + std::to_string(hundred * 100 + i) + ", '2026-11-20 08:00:00')";
      bench.sql("INSERT INTO t VALUES " + values);
    }
    bench.use(watched_rows, watched_columns);
    KillingSink killed(*server_of(kind));
    CHECK(kind_of([&] { bench.session().read("rows", "", killed, {}); }) == lt::ErrorKind::unavailable);
    CHECK(killed.records.size() == 1000);
    CHECK(kind_of([&] { bench.read(killed.states.back()); }) == lt::ErrorKind::unavailable);
    bench.connect_again();
    server_of(kind)->start();
    const auto rest = bench.read(killed.states.back());
    CHECK(rest.records.size() == 1500);
    CHECK(rest.records.front().json.starts_with("{\"id\":1001,"));
  }
}

TEST_CASE("a server that dies within a write has written nothing, and the same write later writes each row once") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    bench.table(numbered_table);
    bench.sql("INSERT INTO t VALUES ('2', 0)");
    bench.use(numbered_rows);
    const std::vector batch{out(R"({"id":"1","n":1})", "1"), out(R"({"id":"2","n":2})", "2"),
                            out(R"({"id":"3","n":3})", "3")};
    bench.own().begin();
    bench.sql("UPDATE t SET n = 9 WHERE id = '2'");
    lt::plugin_testing::RecordingWriteSink sink;
    auto write = std::async(std::launch::async,
                            [&] { return kind_of([&] { bench.session().write("rows", batch, sink, {}); }); });
    wait_for_the_lock(bench);
    server_of(kind)->kill();
    CHECK(write.get() == lt::ErrorKind::unavailable);
    CHECK(sink.rejected.empty());
    // Of ODBC each row is its own transaction: the first may be there and is then known.
    CHECK(sink.accepted.size() == (kind == "odbc" ? 1 : 0));
    bench.connect_again();
    server_of(kind)->start();
    CHECK(bench.cells("SELECT id, n FROM t ORDER BY id") == (kind == "odbc" ? "1 1 2 0" : "2 0"));
    CHECK(bench.write(batch).accepted.size() == 3);
    CHECK(bench.cells("SELECT id, n FROM t ORDER BY id") == "1 1 2 2 3 3");
  }
}

TEST_CASE("a row that somebody else holds is tried again later, and its neighbours are written") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    bench.table(numbered_table);
    bench.sql("INSERT INTO t VALUES ('2', 0)");
    bench.use(numbered_rows);
    bench.own().begin();
    bench.sql("UPDATE t SET n = 9 WHERE id = '2'");
    const auto result = bench.write(
        {out(R"({"id":"1","n":1})", "1"), out(R"({"id":"2","n":2})", "2"), out(R"({"id":"3","n":3})", "3")});
    bench.own().rollback();
    REQUIRE(result.rejected.size() == 1);
    CHECK(result.rejected.at(1).reject_class == RejectClass::transient);
    CHECK(bench.cells("SELECT id, n FROM t ORDER BY id") == "1 1 2 0 3 3");
  }
}

TEST_CASE("a value of the wrong type is refused and never bent to fit") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    bench.table("CREATE TABLE t (id INTEGER PRIMARY KEY, short VARCHAR(3), n SMALLINT, day DATE)");
    bench.use("out: {rows: {table: t, key: [id], columns: [id, short, n, day]}}");
    const auto result = bench.write({out(R"({"id":1,"short":"abc","n":1,"day":"2021-08-02"})", "1"),
                                     out(R"({"id":2,"n":"abc"})", "2"), out(R"({"id":3,"n":99999})", "3"),
                                     out(R"({"id":4,"day":"2021-02-30"})", "4"), out(R"({"id":5,"short":"abcd"})", "5"),
                                     out(R"({"id":"x","n":1})", "6"), out(R"({"id":7,"n":7})", "7")});
    CHECK(result.rejected.size() == 5);
    for (const auto& [index, reject] : result.rejected) {
      INFO(index << " " << reject.reason);
      CHECK(reject.reject_class == RejectClass::permanent);
    }
    CHECK(bench.cells("SELECT id, n FROM t ORDER BY id") == "1 1 7 7");
  }
}

TEST_CASE("a moment is written as the same moment, or as what the clock showed where a column knows no zone") {
  for (const auto& kind : kinds(false)) {
    INFO(kind);
    TableBench bench(kind);
    const std::string clock = kind == "mysql" ? "DATETIME" : "TIMESTAMP";
    const std::string instant = kind == "mysql" ? "TIMESTAMP NULL" : "TIMESTAMP WITH TIME ZONE";
    bench.sql("CREATE TABLE t (id INTEGER PRIMARY KEY, clock " + clock + ", instant " + instant + ")");
    bench.use("out: {rows: {table: t, key: [id], columns: [id, clock, instant]}}");
    const std::vector batch{
        out(R"({"id":1,"clock":"2021-08-02T05:00:00+07:00","instant":"2021-08-02T05:00:00+07:00"})", "1")};
    CHECK(bench.write(batch).accepted.size() == 1);
    CHECK(bench.cells("SELECT CAST(clock AS CHAR(19)), CAST(instant AS CHAR(19)) FROM t") ==
          "2021-08-02 05:00:00 2021-08-01 22:00:00");
  }
}
