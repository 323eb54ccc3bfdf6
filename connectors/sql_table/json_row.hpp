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

}  // namespace lt::sql_table
