// Which tables are read and written, as the settings say it.
#pragma once

#include <lienthong/sdk/settings.hpp>

#include <map>
#include <string>
#include <vector>

namespace lt::sql_table {

/// What a column's values become in JSON; a value that does not fit stays a text. Moments are texts, too: `moment` of a
/// column that means a point in time, `local` of one that means what a clock shows.
enum class Kind { text, integer, number, boolean, moment, local };

struct Column {
  std::string name;
  Kind kind = Kind::text;
};

struct InTable {
  std::string table;  ///< or view; empty where a query stands
  std::string query;
  std::vector<std::string> columns;   ///< none: all of the table
  std::map<std::string, Kind> types;  ///< in place of what the catalogue says
  std::vector<std::string> key;
  std::string watermark;     ///< column; empty: everything is read each time
  std::int64_t overlap = 0;  ///< taken from the watermark at the start: seconds of a moment, else units
};

struct OutTable {
  std::string table;
  std::vector<std::string> columns, key;
  std::string hub_key;  ///< the column that takes the hub's key of the record; may be empty
};

struct Tables {
  std::map<std::string, InTable, std::less<>> in;
  std::map<std::string, OutTable, std::less<>> out;
};

/// Throws Failure misconfigured for what the schema cannot say.
Tables parse_tables(const sdk::Settings& settings);

/// "character varying" → text, "bigint" → integer, "numeric(10,2)" → number …; of any maker.
Kind kind_of_type(std::string type);

}  // namespace lt::sql_table
