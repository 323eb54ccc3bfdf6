// The seal of a workbook: its figures and every cell that people read, kept on a hidden sheet in pieces that fit cells.
#pragma once

#include "report/figures.hpp"
#include "report/seal.hpp"
#include "report/workbook_cells.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::report {

inline constexpr const char* seal_sheet = "lienthong-seal";

// Three columns: the figures, the lines of the cells, and both hashes.
std::vector<std::vector<std::string>> seal_columns(const Figures& figures, const CellLines& cells);

// As inspect() of seal.hpp; `where` names the first cell that is different.
Inspection inspect_workbook(std::string_view bytes);

}  // namespace lt::report
