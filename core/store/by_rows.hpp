// A question about many rows: one statement where each is a journey, else one a row.
#pragma once

#include "store/absorb.hpp"
#include "store/connection.hpp"
#include "store/value_list.hpp"

#include <functional>
#include <span>
#include <string>

namespace lt::store {

// A statement of the connection, prepared once.
using Prepared = std::function<Statement&(const std::string&)>;

// `select` ends with the column that the rows are compared with; `take` is given each result, in no order, and asks
// nothing itself. `far` as the connection says.
template <class Take>
void each_by_rows(const Prepared& prepared, bool far, const std::string& select, std::span<const RowId> rows,
                  const Take& take) {
  if (rows.empty()) return;
  Statement& statement = prepared(select + (far ? " = ANY(CAST(? AS BIGINT[]))" : " = ?"));
  if (far) {
    const Resetting resetting(statement);
    statement.bind_list(1, list_of(rows, [](RowId row) { return model::Value::integer(row); }));
    while (statement.step()) take(statement);
    return;
  }
  for (const RowId row : rows) {
    const Resetting resetting(statement);
    statement.bind(1, row);
    while (statement.step()) take(statement);
  }
}

}  // namespace lt::store
