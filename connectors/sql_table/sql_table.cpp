// The connector: tables and views of a department's database, in and out.
#include "connect.hpp"
#include "database.hpp"
#include "table_reading.hpp"
#include "table_writing.hpp"

#include <lienthong/sdk.hpp>

namespace {

using namespace lt::sdk;
using namespace lt::sql_table;

Failure failure_of(const DatabaseError& error) {
  switch (error.reaction) {
    case Reaction::denied:
      return denied(error.what());
    case Reaction::misconfigured:
      return misconfigured(error.what());
    case Reaction::permanent:
      return failed(error.what());
    default:
      return unavailable(error.what());
  }
}

class SqlTable : public Connector {
 public:
  explicit SqlTable(const Settings& settings)
      : settings_(settings), dialect_(dialect_of(settings.text("kind"))), tables_(parse_tables(settings)) {}

  void check(Host& host) override {
    with_database(host, [](Database& database) { database.query("SELECT 1", {}, [](const auto&) {}); });
  }

  std::vector<Stream> streams(Host&) override {
    std::vector<Stream> all;
    for (const auto& [name, table] : tables_.in) {
      std::vector<std::string> key;
      key.reserve(table.key.size());
      for (const auto& column : table.key) key.push_back(pointer_to(column));
      const auto direction = tables_.out.contains(name) ? Direction::both : Direction::in;
      all.push_back({name, direction, std::move(key), "Rows of a table", nullptr});
    }
    for (const auto& [name, table] : tables_.out) {
      if (!tables_.in.contains(name)) all.push_back({name, Direction::out, {}, "Rows of a table", nullptr});
    }
    return all;
  }

  void read(Reader& reader, std::string_view name, std::string_view stored) override {
    const auto found = tables_.in.find(name);
    if (found == tables_.in.end()) throw misconfigured("'in' names no stream '" + std::string(name) + "'");
    with_database(reader, [&](Database& database) { read_table(reader, database, dialect_, found->second, stored); });
  }

  void write(Writer& writer, std::string_view name, std::span<const Record> records) override {
    const auto found = tables_.out.find(name);
    if (found == tables_.out.end()) throw misconfigured("'out' names no stream '" + std::string(name) + "'");
    with_database(writer, [&](Database& database) { write_table(writer, database, dialect_, found->second, records); });
  }

 private:
  static std::string pointer_to(const std::string& member) {
    std::string pointer = "/";
    for (const char c : member) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
  }

  /// Connects where there is no connection yet; one that failed is given up, so that the next call makes a new one.
  template <class Work>
  void with_database(const Host& host, Work&& work) {
    host.require_running();
    try {
      if (!database_) {
        const auto password = settings_.has("password") ? host.secret(settings_, "password") : std::string();
        database_ = std::make_unique<Database>(dialect_, connect_text(settings_, password));
      }
      work(*database_);
    } catch (const DatabaseError& error) {
      database_.reset();
      throw failure_of(error);
    } catch (...) {
      database_.reset();
      throw;
    }
  }

  Settings settings_;
  const Dialect& dialect_;
  Tables tables_;
  std::unique_ptr<Database> database_;
};

}  // namespace

LT_CONNECTOR(
    SqlTable, .version = "1.0.0", .vendor = "Liên Thông",
    .summary = "Reads and writes tables of a database: PostgreSQL, SQLite, MySQL, or any with an ODBC driver.");
