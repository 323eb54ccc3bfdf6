// SQLite, opened through SOCI: its settings, what its failures mean to the hub, and statements on its own handle, so
// that texts are bound where they lie.
#include "base/error.hpp"
#include "store/connection.hpp"
#include "store/store_lock.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <map>
#include <mutex>
#include <optional>

namespace lt::store {
namespace {

using namespace sqlite_api;

// Settings of the whole process, before its first connection: connections are never shared between threads, so they
// need no lock a call, and nobody asks SQLite how much memory it uses.
void set_process_defaults() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

constexpr int page_size = 8192;
constexpr int busy_timeout_s = 30;

std::string connect_text(const ConnectionOptions& options) {
  const std::string path = options.path.string();
  if (path.find('"') != std::string::npos)
    throw Error(ErrorKind::misconfigured, "store: the path '" + path + "' holds a quote; choose another");
  std::string text = "db=\"" + path + "\" timeout=" + std::to_string(busy_timeout_s);
  if (options.read_only) text += " readonly=true";
  return text;
}

ErrorKind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return ErrorKind::unavailable;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorKind::denied;
    default:
      return ErrorKind::failed;
  }
}

std::string_view advice_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another process holds the store, try again when it has finished";
    case SQLITE_FULL:
      return "; the disk or the store's size limit is full: free space and the run goes on where it stood";
    case SQLITE_READONLY:
      return "; the file or its folder may not be written by this user";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "; the file is no undamaged store: restore it from a backup";
    default:
      return "";
  }
}

[[noreturn]] void not_far() { throw Error(ErrorKind::failed, "store: SQLite takes row after row"); }

class SqliteConnection : public Connection {
 public:
  explicit SqliteConnection(const ConnectionOptions& options);

  std::unique_ptr<PreparedStatement> prepare(const std::string& text, Fetch fetch) override;
  void execute(const std::string& statements) final;
  void define(const std::string& statements) override { execute(statements); }
  bool far() const override { return false; }
  std::unique_ptr<RowStream> stream_rows(const std::string& table, const std::vector<Column>& columns) override;
  void begin_writing() override { execute("BEGIN IMMEDIATE"); }
  void begin_appending() override { begin_writing(); }
  void begin_reading() override { execute("BEGIN"); }
  void commit() override { execute("COMMIT"); }
  void rollback() noexcept override;
  void serve_alone() override { lock_.emplace(name()); }
  bool has_table(std::string_view name) override;
  bool is_empty() override { return integer("SELECT count(*) FROM sqlite_master") == 0; }
  std::vector<std::string> tables() override;
  TableForm form(const std::string& table) override;
  void continue_numbers(const TableForm&) override {}  // the next number is always that after the greatest
  void rewrite() override { execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"); }
  std::vector<std::string> damages() override;

  sqlite3* raw() const { return raw_; }
  // Throws the lt::Error that stands for the last failure; `doing` says what was being done.
  [[noreturn]] void fail(std::string_view doing) const;

 private:
  std::unique_ptr<soci::session> session_;
  sqlite3* raw_ = nullptr;
  std::optional<StoreLock> lock_;
};

class SqliteStatement : public PreparedStatement {
 public:
  SqliteStatement(SqliteConnection& connection, const std::string& text) : connection_(connection) {
    if (sqlite3_prepare_v3(connection.raw(), text.c_str(), static_cast<int>(text.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                           &statement_, nullptr) != SQLITE_OK)
      connection.fail("cannot prepare '" + text.substr(0, 160) + "'");
  }
  ~SqliteStatement() override { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind_integer(int parameter, std::int64_t number) override { sqlite3_bind_int64(statement_, parameter, number); }
  void bind_decimal(int parameter, double number) override { sqlite3_bind_double(statement_, parameter, number); }
  void bind_text(int parameter, std::string_view text) override {
    const char* data = text.data() ? text.data() : "";
    if (sqlite3_bind_text(statement_, parameter, data, static_cast<int>(text.size()), nullptr) != SQLITE_OK)
      connection_.fail("cannot bind a text of " + std::to_string(text.size()) + " bytes");
  }
  void bind_null(int parameter) override { sqlite3_bind_null(statement_, parameter); }
  void bind_list(int, std::vector<model::Value>) override { not_far(); }

  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    connection_.fail("cannot read or write");
  }
  void reset() override { sqlite3_reset(statement_); }
  int changes() const override { return sqlite3_changes(connection_.raw()); }
  bool step_unless_taken() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_DONE) return true;
    if ((code & 0xff) == SQLITE_CONSTRAINT) return false;
    connection_.fail("cannot write");
  }

  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (!data) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  model::Value value(int column) const override {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_INTEGER:
        return model::Value::integer(sqlite3_column_int64(statement_, column));
      case SQLITE_FLOAT:
        return model::Value::decimal(sqlite3_column_double(statement_, column));
      case SQLITE_TEXT:
        return model::Value::text(text(column));
      default:
        return {};
    }
  }

 private:
  SqliteConnection& connection_;
  sqlite3_stmt* statement_ = nullptr;
};

// A statement a row, prepared once.
class SqliteRows : public RowStream {
 public:
  SqliteRows(SqliteConnection& connection, const std::string& text, int columns)
      : insert_(connection, text), columns_(columns) {}

  void put(const model::Value& value) override { value.empty() ? put_exactly({}) : put_exactly(value); }
  void put_exactly(const model::Value& value) override {
    ++column_;
    switch (value.kind()) {
      case model::Value::Kind::none:
        insert_.bind_null(column_);
        break;
      case model::Value::Kind::text:
        insert_.bind_text(column_, value.as_text());
        break;
      case model::Value::Kind::integer:
        insert_.bind_integer(column_, value.as_integer());
        break;
      case model::Value::Kind::decimal:
        insert_.bind_decimal(column_, value.as_decimal());
        break;
    }
    if (column_ < columns_) return;
    insert_.step();
    insert_.reset();
    column_ = 0;
  }
  void finish() override {}

 private:
  SqliteStatement insert_;
  int columns_;
  int column_ = 0;
};

SqliteConnection::SqliteConnection(const ConnectionOptions& options) : Connection(options.path.string()) {
  set_process_defaults();
  if (!options.create && !std::filesystem::exists(options.path))
    throw Error(ErrorKind::misconfigured, "store " + name() + ": there is no such file");
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connect_text(options));
  } catch (const soci::soci_error& error) {
    throw Error(ErrorKind::unavailable, "store " + name() + ": cannot be opened: " + error.what());
  }
  raw_ = static_cast<soci::sqlite3_session_backend*>(session_->get_backend())->conn_;
  if (options.create) execute("PRAGMA page_size = " + std::to_string(page_size) + "; PRAGMA journal_mode = WAL;");
  // SQLite turns megabytes into pages once, so the size of a page must have been read from the file before.
  integer("PRAGMA schema_version");
  execute("PRAGMA cache_size = " + std::to_string(-1024 * options.cache_mb) +
          "; PRAGMA temp_store = FILE; PRAGMA cell_size_check = ON;");
  if (options.read_only) {
    execute("PRAGMA query_only = ON");
    return;
  }
  // FULL: a committed page survives a power cut. The writer checkpoints about every 64 MB of log.
  execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
  const std::int64_t size = integer("PRAGMA page_size");
  execute("PRAGMA wal_autocheckpoint = " + std::to_string(67108864 / size));
  if (options.max_size > 0) execute("PRAGMA max_page_count = " + std::to_string(options.max_size / size));
}

std::unique_ptr<PreparedStatement> SqliteConnection::prepare(const std::string& text, Fetch) {
  return std::make_unique<SqliteStatement>(*this, text);
}

std::unique_ptr<RowStream> SqliteConnection::stream_rows(const std::string& table, const std::vector<Column>& columns) {
  std::string names;
  std::string marks;
  for (const Column& column : columns) {
    names += (names.empty() ? "" : ", ") + sql_name(column.name);
    marks += marks.empty() ? "?" : ", ?";
  }
  return std::make_unique<SqliteRows>(*this,
                                      "INSERT INTO " + sql_name(table) + " (" + names + ") VALUES (" + marks + ")",
                                      static_cast<int>(columns.size()));
}

std::vector<std::string> SqliteConnection::tables() {
  std::vector<std::string> names;
  SqliteStatement select(*this,
                         "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");
  while (select.step()) names.emplace_back(select.text(0));
  return names;
}

TableForm SqliteConnection::form(const std::string& table) {
  TableForm form{.name = table, .columns = {}, .key = {}};
  SqliteStatement select(*this, "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid");
  select.bind_text(1, table);
  std::map<std::int64_t, std::string> key;
  while (select.step()) {
    const std::string name(select.text(0));
    const ColumnType type = select.text(1) == "INTEGER" ? ColumnType::integer
                            : select.text(1) == "REAL"  ? ColumnType::decimal
                                                        : ColumnType::text;
    form.columns.push_back({name, type});
    if (select.integer(2) > 0) key[select.integer(2)] = name;
  }
  form.key.reserve(key.size());
  for (auto& [place, name] : key) form.key.push_back(std::move(name));
  return form;
}

void SqliteConnection::execute(const std::string& statements) {
  if (sqlite3_exec(raw_, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail("cannot run '" + statements.substr(0, 80) + "'");
}

void SqliteConnection::rollback() noexcept {
  if (sqlite3_get_autocommit(raw_) == 0) sqlite3_exec(raw_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool SqliteConnection::has_table(std::string_view table) {
  SqliteStatement select(*this, "SELECT 1 FROM sqlite_master WHERE name = ?");
  select.bind_text(1, table);
  return select.step();
}

std::vector<std::string> SqliteConnection::damages() {
  std::vector<std::string> found;
  SqliteStatement integrity(*this, "PRAGMA integrity_check(20)");
  while (integrity.step())
    if (integrity.text(0) != "ok") found.emplace_back(integrity.text(0));
  return found;
}

void SqliteConnection::fail(std::string_view doing) const {
  const int code = sqlite3_extended_errcode(raw_);
  throw Error(kind_of(code), "store " + name() + ": " + std::string(doing) + ": " + sqlite3_errmsg(raw_) +
                                 std::string(advice_of(code)));
}

}  // namespace

std::unique_ptr<Connection> connect_sqlite(const ConnectionOptions& options) {
  return std::make_unique<SqliteConnection>(options);
}

}  // namespace lt::store
