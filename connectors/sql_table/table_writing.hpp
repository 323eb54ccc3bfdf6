// Writes a batch in one transaction; a row that is refused costs only itself.
#pragma once

#include "database.hpp"

#include <lienthong/sdk/host.hpp>

#include <span>

namespace lt::sql_table {

/// Accepts or rejects each record after it is certain. Throws Failure, DatabaseError.
void write_table(const sdk::Writer& writer, Database& database, const Dialect& dialect, const OutTable& table,
                 std::span<const sdk::Record> records);

}  // namespace lt::sql_table
