// One connection to the store's database, and prepared statements on it. The SQL of this room is what SQLite and
// PostgreSQL have in common; where they differ, a connection has a member for it.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

struct ConnectionOptions {
  std::filesystem::path path;
  bool read_only = false;
  bool create = false;
  int cache_mb = 8;
  std::int64_t max_size = 0;  // bytes; 0: no limit
  std::string url = {};       // of a PostgreSQL database, in place of a path
};

// in_parts: a long result, of which a server gives a part at a time; within a transaction.
enum class Fetch : std::uint8_t { whole, in_parts };

enum class ColumnType : std::uint8_t { text, integer, decimal };

struct Column {
  std::string name;
  ColumnType type;
};

// A table as the database describes it.
struct TableForm {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> key;  // columns of the primary key, in its order

  ColumnType type_of(std::string_view column) const;
};

// Rows on their way into a table; none of them may be there already.
class RowStream {
 public:
  virtual ~RowStream() = default;
  // Column after column, row after row. A text is borrowed until its row is complete.
  virtual void put(const model::Value& value) = 0;          // empty values become NULL
  virtual void put_exactly(const model::Value& value) = 0;  // "" stays a text
  virtual void finish() = 0;
};

// A statement as its database keeps it. Texts bound are borrowed until the next reset(); texts read, until the next
// step(). Parameters count from 1, columns from 0.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;
  virtual void bind_integer(int parameter, std::int64_t number) = 0;
  virtual void bind_decimal(int parameter, double number) = 0;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_null(int parameter) = 0;
  // An array, where Connection::far() holds. The texts are borrowed as well.
  virtual void bind_list(int parameter, std::vector<model::Value> values) = 0;
  virtual bool step() = 0;
  virtual void reset() = 0;
  virtual int changes() const = 0;  // rows that the last step() changed
  virtual bool step_unless_taken() = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual model::Value value(int column) const = 0;
};

// Used by one thread at a time. Throws lt::Error: unavailable (locked, full, no answer), denied, failed.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual std::unique_ptr<PreparedStatement> prepare(const std::string& text, Fetch fetch) = 0;
  virtual void execute(const std::string& statements) = 0;  // several, separated by semicolons; no parameters
  // CREATE and ALTER, written with SQLite's types.
  virtual void define(const std::string& statements) = 0;

  // Whether each statement is a journey to a server, so that many rows should share one.
  virtual bool far() const = 0;
  virtual std::unique_ptr<RowStream> stream_rows(const std::string& table, const std::vector<Column>& columns) = 0;

  virtual void begin_writing() = 0;    // waits until no other process writes
  virtual void begin_appending() = 0;  // for lines that nothing else reads or changes; waits for no writer where far()
  virtual void begin_reading() = 0;    // one consistent view until rollback()
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;  // nothing where a failure has rolled back already

  // Throws Error{unavailable} where another hub serves this store, naming its process; keeps others out from now on.
  virtual void serve_alone() = 0;

  virtual bool has_table(std::string_view name) = 0;
  virtual bool is_empty() = 0;  // no table at all
  virtual std::vector<std::string> tables() = 0;
  virtual TableForm form(const std::string& table) = 0;
  // Rows to come are numbered after those that were put with their numbers.
  virtual void continue_numbers(const TableForm& table) = 0;
  // Writes every table anew, so that nothing of what was deleted is left between what stands. Outside of transactions,
  // with room for all of it a second time, while nobody else uses the store.
  virtual void rewrite() = 0;
  // What the database itself finds wrong with its files, a line each.
  virtual std::vector<std::string> damages() = 0;

  std::int64_t integer(const std::string& query);
  const std::string& name() const { return name_; }

 protected:
  explicit Connection(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;  // in messages
};

std::unique_ptr<Connection> connect(const ConnectionOptions& options);
std::unique_ptr<Connection> connect_sqlite(const ConnectionOptions& options);
std::unique_ptr<Connection> connect_postgresql(const ConnectionOptions& options);

// A prepared statement.
class Statement {
 public:
  Statement(Connection& connection, const std::string& text, Fetch fetch = Fetch::whole)
      : its_(connection.prepare(text, fetch)) {}

  void bind(int parameter, std::int64_t number) { its_->bind_integer(parameter, number); }
  void bind(int parameter, int number) { its_->bind_integer(parameter, number); }
  void bind(int parameter, std::string_view text) { its_->bind_text(parameter, text); }
  void bind(int parameter, const model::Value& value);  // empty values become NULL
  void bind_null(int parameter) { its_->bind_null(parameter); }
  void bind_list(int parameter, std::vector<model::Value> values) { its_->bind_list(parameter, std::move(values)); }

  bool step() { return its_->step(); }  // true while there is a row
  void reset() { its_->reset(); }       // ready for other parameters
  // step() for statements without rows, then reset(); the number of rows changed.
  int run();
  // As run(), but false where a unique key is taken already.
  bool run_unless_taken();

  bool is_null(int column) const { return its_->is_null(column); }
  std::int64_t integer(int column) const { return its_->integer(column); }
  std::string_view text(int column) const { return its_->text(column); }
  std::string string(int column) const { return std::string(text(column)); }
  model::Value value(int column) const { return its_->value(column); }

 private:
  std::unique_ptr<PreparedStatement> its_;
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
