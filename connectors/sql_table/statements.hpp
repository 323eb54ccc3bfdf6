// The statements, made of quoted names and places for bound values; nothing of a record is ever part of their text.
#pragma once

#include "dialect.hpp"
#include "tables.hpp"

#include <string>
#include <vector>

namespace lt::sql_table {

/// Where a page begins.
enum class From {
  start,      ///< everything
  watermark,  ///< values w0: rows whose watermark is that or higher
  row  ///< values w0, w1 (the watermark twice, where there is one), then of the key k0_0, k1_0, k1_1 …: behind it
};

/// A page in the order of watermark and key; each column as text.
std::string select_page(const Dialect& dialect, const InTable& table, const std::vector<Column>& columns, From from,
                        std::size_t rows);
/// How many rows cannot be read because watermark or key is empty.
std::string count_unreadable(const Dialect& dialect, const InTable& table);

/// One statement; or three: an UPDATE; how many rows there are, where it touched none (some makers count only rows that
/// it changed); an INSERT where there are none. Values c0, c1 … by column; of the second only those of the key.
std::vector<std::string> upsert(const Dialect& dialect, const OutTable& table);
/// Values c0, c1 … of the columns that are the key.
std::string erase(const Dialect& dialect, const OutTable& table);

}  // namespace lt::sql_table
