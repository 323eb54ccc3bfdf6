// Reads Excel 5 to 2003 workbooks (.xls: BIFF5 and BIFF8), with the results of formulas.
#pragma once

#include "workbook.hpp"

#include <memory>
#include <string>

namespace lt::spreadsheet {

/// `file` is the whole compound file.
std::unique_ptr<Workbook> open_xls(const std::string& file, const Limits& limits);

}  // namespace lt::spreadsheet
