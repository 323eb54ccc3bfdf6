// The connector over the real plugin line, with a real database behind it and a second connection for the test itself.
#pragma once

#include "connect.hpp"
#include "database.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <databases/mariadb_server.hpp>
#include <databases/postgres_server.hpp>
#include <testing/bench.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace lt::sql_table::test {

using test_databases::DatabaseServer;
using test_databases::MariadbServer;
using test_databases::PostgresServer;

inline constexpr const char* odbc_driver = "/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so";

/// A table that is read by its watermark, and what is told of its columns.
inline constexpr const char* watched_rows = "in: {rows: {table: t, key: [id], watermark: changed}}";
inline constexpr const char* watched_columns = "columns: [id, changed], types: {id: integer}";

/// The server behind a kind: "odbc" is PostgreSQL's, by its driver. None: not installed, or the kind has no server.
inline DatabaseServer* server_of(const std::string& kind) {
  if (kind == "mysql") return MariadbServer::running();
  if (kind == "postgresql") return PostgresServer::running();
  return kind == "odbc" && test_databases::installed({odbc_driver}) ? PostgresServer::running() : nullptr;
}

class TableBench : public plugin_testing::Bench {
 public:
  explicit TableBench(const std::string& kind) : Bench(LT_CONNECTOR_FILE), kind_(kind) {
    std::string name = (std::filesystem::temp_directory_path() / "lienthong-tables-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder = name;
    give_secret("hub_password", password());
    if (kind == "sqlite3") std::ofstream(folder / "d.db").flush();
    if (kind == "mysql") MariadbServer::running()->sql("DROP DATABASE hub; CREATE DATABASE hub CHARACTER SET utf8mb4");
    if (kind == "postgresql" || kind == "odbc") {
      sql("DROP SCHEMA public CASCADE");
      sql("CREATE SCHEMA public");
    }
  }
  ~TableBench() {
    close();
    std::filesystem::remove_all(folder);
  }

  /// `streams` as YAML; where the kind tells no catalogue, `told` stands for what it would have told.
  void use(std::string streams, const std::string& told = "", const std::string& user = "hub") {
    if (kind_ == "odbc" && !told.empty()) streams.replace(streams.find("table: t,"), 9, "table: t, " + told + ",");
    auto settings = connection();
    if (kind_ != "sqlite3") settings["password"] = "hub_password";
    if (kind_ != "sqlite3") settings["user"] = user;
    auto text = boost::json::serialize(settings);
    text.pop_back();
    open(text + ", " + streams + "}");
  }
  /// CREATE TABLE in the words of the kind: MySQL has no TEXT as a key, and keeps moments only as told.
  void table(std::string text) {
    const auto replace = [&](const std::string& from, const std::string& to) {
      for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    };
    if (kind_ == "mysql") {
      replace("TEXT", "VARCHAR(100)");
      replace("TIMESTAMP", "DATETIME(6)");
    }
    sql(text);
  }
  void sql(const std::string& text) { own().run(text); }
  /// First cells of a query, joined by spaces; - for NULL.
  std::string cells(const std::string& text) {
    std::string out;
    own().query(text, {}, [&](const std::vector<Cell>& row) {
      for (const auto& cell : row) out += (out.empty() ? "" : " ") + cell.value_or("-");
    });
    return out;
  }
  /// The test's own connection; of an ODBC bench PostgreSQL's, so that the two do not share a mistake.
  Database& own() {
    if (!own_) own_ = another();
    return *own_;
  }
  std::unique_ptr<Database> another() const {
    auto settings = connection();
    if (kind_ == "odbc") settings = server("postgresql", "postgres");
    const auto kind = std::string(settings.at("kind").as_string());
    return std::make_unique<Database>(dialect_of(kind), connect_text(sdk::Settings(settings), password()));
  }
  /// After the server was away.
  void connect_again() { own_.reset(); }

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

  const std::string& kind() const { return kind_; }

  std::filesystem::path folder;

 private:
  std::string password() const {
    return kind_ == "mysql" ? test_databases::mariadb_password : test_databases::postgres_password;
  }
  boost::json::object server(const std::string& kind, const std::string& database) const {
    return {{"kind", kind},
            {"database", database},
            {"host", "127.0.0.1"},
            {"user", "hub"},
            {"port", server_of(kind_)->port()}};
  }
  boost::json::object connection() const {
    if (kind_ == "sqlite3") return {{"kind", kind_}, {"database", (folder / "d.db").string()}};
    if (kind_ == "mysql") return server(kind_, "hub");
    if (kind_ == "postgresql") return server(kind_, "postgres");
    return {{"kind", kind_},
            {"user", "hub"},
            {"database", "DRIVER=" + std::string(odbc_driver) +
                             ";SERVER=127.0.0.1;DATABASE=postgres;ConnSettings=SET lock_timeout TO '5s';PORT=" +
                             std::to_string(server_of(kind_)->port())}};
  }

  std::string kind_;
  std::unique_ptr<Database> own_;
};

/// Of each kind in turn; those with a server only where it is installed, which CI requires.
inline std::vector<std::string> kinds(bool with_file = true) {
  std::vector<std::string> all;
  if (with_file) all.emplace_back("sqlite3");
  for (const char* kind : {"postgresql", "mysql", "odbc"}) {
    if (server_of(kind)) {
      all.emplace_back(kind);
    } else {
      WARN("skipped for " << kind << ": its server is not installed (scripts/setup)");
    }
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
