// Rows of a table as JSON objects, and members of JSON objects as cells.
#pragma once

#include "database.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace lt::sql_table {

/// Numbers with all their digits, moments as ISO 8601, NULL left out. Throws std::invalid_argument for a text that is
/// not UTF-8.
std::string to_json(const std::vector<Column>& columns, const std::vector<Cell>& cells);

/// Texts as they are, objects and arrays as JSON, true and false as the dialect writes them.
Cell to_cell(const boost::json::value* member, const Dialect& dialect);

/// "2021-08-01T15:15:00.5+07:00" for a maker that takes no offset: to a `moment` in UTC, "2021-08-01 08:15:00.5", to a
/// `local` what the clock showed, "2021-08-01 15:15:00.5". Any other text as it is.
std::string without_offset(const std::string& text, Kind kind);

}  // namespace lt::sql_table
