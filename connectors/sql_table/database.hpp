// One connection to one database, over SOCI; what goes in and comes out are texts.
#pragma once

#include "dialect.hpp"
#include "tables.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace lt::sql_table {

/// What the hub can do about a statement that failed.
enum class Reaction {
  unavailable,    ///< the database does not answer or is occupied as a whole
  denied,         ///< it refuses the credentials or the right
  misconfigured,  ///< the statement does not fit its tables
  transient,      ///< this row is occupied
  dependency,     ///< the row refers to one that is not there
  permanent,      ///< the row breaks a rule
};

struct DatabaseError : std::runtime_error {
  DatabaseError(Reaction why, const std::string& message) : std::runtime_error(message), reaction(why) {}
  Reaction reaction;
};

using Cell = std::optional<std::string>;  ///< none: NULL

/// A value to bind: numbers where a column without a declared type would not compare with a text.
struct Bound {
  std::string name;
  Cell value;
  Kind kind = Kind::text;
};

/// Everything throws DatabaseError. After `unavailable` the connection is of no more use.
class Database {
 public:
  Database(const Dialect& dialect, const std::string& connect_text);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Calls `take` for each row with its cells.
  void query(const std::string& text, const std::vector<Bound>& values,
             const std::function<void(const std::vector<Cell>&)>& take);
  /// Rows touched. Texts that repeat are prepared once.
  std::int64_t execute(const std::string& text, const std::vector<Bound>& values);
  /// Of a statement without values, such as BEGIN.
  void run(std::string_view text);

  void begin();
  void commit();
  /// Never throws: a connection that is broken has rolled back.
  void rollback() noexcept;

  /// Names and types of a table or view as the catalogue knows them; empty when there is none of that name. None where
  /// the maker has no catalogue that we know.
  std::optional<std::vector<Column>> columns(const std::string& table);

 private:
  void fetch(const std::string& text, const std::vector<Bound>& values,
             const std::function<void(const std::vector<Cell>&)>& take);

  struct Places;
  struct Prepared;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::sql_table
