// Reads Office Open XML workbooks (.xlsx, .xlsm) of any producer.
#pragma once

#include "workbook.hpp"

#include <filesystem>
#include <memory>

namespace lt::spreadsheet {

std::unique_ptr<Workbook> open_xlsx(const std::filesystem::path& file, const Limits& limits);

}  // namespace lt::spreadsheet
