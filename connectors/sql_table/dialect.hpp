// What databases of different makers write differently, as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::sql_table {

/// MySQL has ON DUPLICATE KEY, too, but that overwrites another row where any other unique column is the same.
enum class Upsert { on_conflict, update_then_insert };

struct Dialect {
  std::string_view backend;    ///< SOCI's name
  char quote;                  ///< around names
  std::string_view text_type;  ///< CAST(x AS …) gives the value as text
  std::string_view page;       ///< end of a SELECT; $ stands for the number of rows
  Upsert upsert;
  bool savepoints;
  bool words_of_truth;  ///< true and false are written as words, not as 1 and 0
  bool offsets;         ///< a moment may be written with its offset from UTC
  /// What a new connection is told, each alone.
  std::vector<std::string_view> greeting;
  /// Columns of a table or view by :schema and :name, as (name, type); empty: the maker has no catalogue we know.
  std::string_view catalogue;
};

/// Throws Failure misconfigured for an unknown name.
const Dialect& dialect_of(std::string_view backend);

/// In quotes, so that it is a name whatever it says. Throws Failure misconfigured for one that no statement can hold.
std::string quoted(const Dialect& dialect, std::string_view name);
/// "schema.table" or "table".
std::string quoted_table(const Dialect& dialect, std::string_view table);

}  // namespace lt::sql_table
