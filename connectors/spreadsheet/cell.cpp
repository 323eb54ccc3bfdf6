// Addresses and bounds of cells.
#include "cell.hpp"

#include <algorithm>

namespace lt::spreadsheet {

const Cell* Row::at(std::uint32_t column) const {
  auto found = std::lower_bound(cells.begin(), cells.end(), column,
                                [](const Cell& cell, std::uint32_t wanted) { return cell.column < wanted; });
  return found != cells.end() && found->column == column ? &*found : nullptr;
}

std::string cell_address(std::uint32_t column, std::uint32_t row) {
  std::string letters;
  for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row);
}

void bound_text(Cell& cell, std::size_t bytes, const Limits& limits) {
  if (bytes <= limits.cell_bytes) return;
  cell.text = "a text of " + std::to_string(bytes) + " bytes, at most " + std::to_string(limits.cell_bytes) +
              " are allowed in a cell";
  cell.kind = Cell::Kind::error;
}

}  // namespace lt::spreadsheet
