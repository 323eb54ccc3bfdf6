// Reads a delimited text file (RFC 4180) whatever its encoding and separator, as a workbook of one sheet.
#pragma once

#include "workbook.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace lt::spreadsheet {

/// How a text file is to be read; found from its bytes.
struct CsvShape {
  std::string encoding;  ///< as ICU names it
  std::size_t mark = 0;  ///< bytes of the byte order mark
  char separator = ',';
};

/// Reads the file once through. Bytes that are neither marked UTF-16 nor valid UTF-8 are Windows-1258.
CsvShape find_csv_shape(const std::filesystem::path& file);

std::unique_ptr<Workbook> open_csv(const std::filesystem::path& file, const Limits& limits);

}  // namespace lt::spreadsheet
