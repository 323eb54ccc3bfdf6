// Read with the connector's own reader: the column by its header, then what stands in it.
#include "harness/result_column.hpp"

#include <workbook.hpp>

#include <optional>
#include <stdexcept>

namespace lt::scenario {

std::map<std::uint32_t, std::string> result_column(const std::filesystem::path& copy) {
  std::map<std::uint32_t, std::string> found;
  std::optional<std::uint32_t> column;
  const auto book = spreadsheet::open_workbook(copy);
  book->rows(0, [&](const spreadsheet::Row& row) {
    if (column) {
      if (const auto* cell = row.at(*column)) found[row.number] = cell->text;
      return true;
    }
    for (const auto& cell : row.cells) {
      if (cell.text.starts_with("Kết quả import")) column = cell.column;
    }
    return true;
  });
  if (!column) throw std::runtime_error(copy.string() + " has no column 'Kết quả import'");
  return found;
}

}  // namespace lt::scenario
