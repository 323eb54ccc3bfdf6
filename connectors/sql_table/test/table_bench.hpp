// The connector over the real plugin line, with a real database behind it and a second connection for the test itself.
#pragma once

#include "connect.hpp"
#include "database.hpp"
#include "postgres_server.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace lt::sql_table::test {

class TableBench : public plugin_testing::Bench {
 public:
  explicit TableBench(const std::string& kind) : Bench(LT_CONNECTOR_FILE), kind_(kind) {
    std::string name = (std::filesystem::temp_directory_path() / "lienthong-tables-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder = name;
    give_secret("hub_password", postgres_password);
    if (kind == "sqlite3") {
      std::ofstream(folder / "d.db").flush();
      connection_ = "kind: sqlite3, database: '" + (folder / "d.db").string() + "'";
    } else {
      connection_ = "kind: postgresql, host: 127.0.0.1, port: " + std::to_string(PostgresServer::running()->port()) +
                    ", database: postgres, user: hub, password: hub_password";
      sql("DROP SCHEMA public CASCADE");
      sql("CREATE SCHEMA public");
    }
  }
  ~TableBench() {
    close();
    std::filesystem::remove_all(folder);
  }

  void use(const std::string& streams) { open("{" + connection_ + ", " + streams + "}"); }
  void sql(const std::string& text) { own().run(text); }
  /// First cells of a query, joined by spaces; - for NULL.
  std::string cells(const std::string& text) {
    std::string out;
    own().query(text, {}, [&](const std::vector<Cell>& row) {
      for (const auto& cell : row) out += (out.empty() ? "" : " ") + cell.value_or("-");
    });
    return out;
  }
  Database& own() {
    if (!own_) {
      boost::json::object settings{{"kind", kind_}, {"database", (folder / "d.db").string()}};
      if (kind_ == "postgresql") {
        settings = {{"kind", kind_},
                    {"database", "postgres"},
                    {"host", "127.0.0.1"},
                    {"user", "hub"},
                    {"port", PostgresServer::running()->port()}};
      }
      own_ = std::make_unique<Database>(dialect_of(kind_), connect_text(sdk::Settings(settings), postgres_password));
    }
    return *own_;
  }

  plugin_testing::RecordingReadSink read(const std::string& state = "") {
    plugin_testing::RecordingReadSink sink;
    session().read("rows", state, sink, {});
    return sink;
  }
  plugin_testing::RecordingWriteSink write(const std::vector<plugin_host::OutRecord>& records) {
    plugin_testing::RecordingWriteSink sink;
    session().write("rows", records, sink, {});
    return sink;
  }

  std::filesystem::path folder;

 private:
  std::string kind_, connection_;
  std::unique_ptr<Database> own_;
};

/// Of each kind in turn; PostgreSQL only where it is installed, which CI requires.
inline std::vector<std::string> kinds() {
  std::vector<std::string> all{"sqlite3"};
  if (PostgresServer::running()) {
    all.emplace_back("postgresql");
  } else {
    WARN("skipped for PostgreSQL: its server is not installed (scripts/setup)");
  }
  return all;
}

inline std::string documents(const plugin_testing::RecordingReadSink& sink) {
  std::string out;
  for (const auto& record : sink.records) out += (out.empty() ? "" : " ") + record.json;
  return out;
}

inline plugin_host::OutRecord out(std::string_view json, std::string_view key, bool erase = false) {
  plugin_host::OutRecord record{.json = json, .key = key, .idempotency_key = key, .remote_id = {}};
  if (erase) record.operation = plugin_host::Operation::erase;
  return record;
}

}  // namespace lt::sql_table::test
