// One connection to the store's database, and prepared statements on it: all that knows SQLite's C interface.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;
namespace soci {
class session;
}

namespace lt::store {

struct ConnectionOptions {
  std::filesystem::path path;
  bool read_only = false;
  bool create = false;
  int cache_mb = 8;
  std::int64_t max_size = 0;  // bytes; 0: no limit
};

// Used by one thread at a time.
class Connection {
 public:
  explicit Connection(const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* raw() const { return raw_; }
  void execute(const std::string& statements);  // several, separated by semicolons; no parameters
  std::int64_t integer(const std::string& query);
  void rollback() noexcept;  // nothing where a failure has rolled back already
  const std::string& name() const { return name_; }

  // Throws the lt::Error that stands for the connection's last failure; `doing` says what was being done.
  [[noreturn]] void fail(std::string_view doing) const;

 private:
  std::string name_;
  std::unique_ptr<soci::session> session_;
  sqlite3* raw_ = nullptr;
};

// A prepared statement. Texts bound are borrowed until the next reset(); texts read, until the next step().
class Statement {
 public:
  Statement(Connection& connection, const std::string& text);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Parameters count from 1, columns from 0.
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, int number) { bind(parameter, static_cast<std::int64_t>(number)); }
  void bind(int parameter, std::string_view text);
  void bind(int parameter, const model::Value& value);  // empty values become NULL
  void bind_null(int parameter);

  bool step();   // true while there is a row
  void reset();  // ready for other parameters
  // step() for statements without rows, then reset(); the number of rows changed.
  int run();
  // As run(), but false where a unique key is taken already.
  bool run_unless_taken();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string string(int column) const { return std::string(text(column)); }
  model::Value value(int column) const;

 private:
  Connection* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

// Resets a statement when the scope ends, however it ends.
class Resetting {
 public:
  explicit Resetting(Statement& statement) : statement_(statement) {}
  ~Resetting() { statement_.reset(); }
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;

 private:
  Statement& statement_;
};

// "name" with quotes, safe inside SQL.
std::string sql_name(std::string_view name);

}  // namespace lt::store
