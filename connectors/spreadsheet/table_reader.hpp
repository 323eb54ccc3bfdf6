// Turns the rows under a header into records of JSON, each with the place it came from.
#pragma once

#include "header.hpp"
#include "workbook.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace lt::spreadsheet {

/// What one row gave. `json` has the configured fields and _file, _sheet, _row (from 1) and _cells (field → "C9").
struct RowRecord {
  std::uint32_t row = 0;
  std::string json;
  std::string fault;  ///< why the row is no record, with its cell; empty for a good one
};

/// False stops.
using RecordSink = std::function<bool(const RowRecord&)>;

/// Reads the rows of one sheet. A row in which every configured cell is empty gives nothing.
void read_table(Workbook& workbook, std::size_t sheet, const Header& header, const Layout& layout,
                const std::string& file, const RecordSink& sink);

}  // namespace lt::spreadsheet
