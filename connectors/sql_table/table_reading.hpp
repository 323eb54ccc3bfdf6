// Reads a table page by page in the order of watermark and key, so that it can go on behind any row.
#pragma once

#include "database.hpp"

#include <lienthong/sdk/host.hpp>

#include <string_view>

namespace lt::sql_table {

/// Throws Failure, DatabaseError.
void read_table(const sdk::Reader& reader, Database& database, const Dialect& dialect, const InTable& table,
                std::string_view stored);

}  // namespace lt::sql_table
