// Finds the header of a sheet, of one or two rows, by the texts of its columns, never by their position.
#pragma once

#include "layout.hpp"
#include "workbook.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::spreadsheet {

struct Header {
  std::uint32_t first_row = 0;  ///< from 1
  unsigned rows = 1;
  std::vector<int> columns;  ///< of each field of the layout, from 0; -1 where an optional one is absent
  std::vector<Row> cells;    ///< the header's own rows

  std::uint32_t data_row(const Layout& layout) const { return layout.data_row.value_or(first_row + rows); }
  /// True for a row that repeats the header further down, as printed lists do at each page.
  bool repeated_by(const Row& row) const;
};

/// Looks at the first rows; throws FileError that names what is missing, what was found, and the nearest text.
Header find_header(Workbook& workbook, std::size_t sheet, const Layout& layout);

/// The column whose header is one of `names` (folded) in a header that was found, or -1.
int find_column(const Header& header, const std::vector<std::string>& folded_names);

/// The sheets to read, in order: all that match the layout's pattern, else the first that has the headers (visible ones
/// before hidden ones). Throws FileError when there is none.
std::vector<std::size_t> choose_sheets(Workbook& workbook, const Layout& layout);

}  // namespace lt::spreadsheet
