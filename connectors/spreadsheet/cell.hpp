// The one cell model that all three readers give: a sparse row of typed cells, and the error of a file that cannot be
// read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace lt::spreadsheet {

/// A file that cannot be read as a table; the message says what is wrong and what to do, without the file's name.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What one file may cost. A single cell beyond its limit becomes an `error` cell; everything else beyond a limit is a
/// FileError.
struct Limits {
  std::uint64_t file_bytes = 200ULL << 20;
  std::uint64_t inflated_bytes = 2ULL << 30;  ///< of one entry of a zip
  std::uint64_t inflate_ratio = 300;          ///< inflated to stored size; looked at beyond 32 MiB of one entry
  std::uint64_t part_bytes = 32ULL << 20;     ///< one XML part that is parsed whole, or one row
  std::uint64_t shared_text_bytes = 128ULL << 20;
  std::size_t cell_bytes = 1U << 20;
  std::uint32_t columns = 16384;
};

struct Cell {
  enum class Kind : std::uint8_t { text, number, date, boolean, error };
  std::uint32_t column = 0;  ///< from 0
  Kind kind = Kind::text;
  double number = 0;  ///< number; boolean as 0 or 1; date as days since 1899-12-30 (the 1900 system)
  std::string text;   ///< text in UTF-8 NFC as typed; date as ISO 8601; error as "#N/A" or what is wrong with the cell
};

/// Only cells that hold something, by ascending column; never empty.
struct Row {
  std::uint32_t number = 0;  ///< from 1, as the spreadsheet program shows it
  std::vector<Cell> cells;
  const Cell* at(std::uint32_t column) const;
};

/// Inclusive; rows from 1, columns from 0.
struct MergedRange {
  std::uint32_t first_row, first_column, last_row, last_column;
};

/// False stops the reading.
using RowSink = std::function<bool(const Row&)>;

/// (2, 9) is "C9".
std::string cell_address(std::uint32_t column, std::uint32_t row);

/// Replaces a text of `bytes` beyond the limit by an `error` cell that says so.
void bound_text(Cell& cell, std::size_t bytes, const Limits& limits);

}  // namespace lt::spreadsheet
