// The small parts of an .xlsx: which sheets it has and where, its number formats and its shared texts.
#pragma once

#include "number_format.hpp"
#include "string_table.hpp"
#include "workbook.hpp"
#include "zip_archive.hpp"

#include <pugixml.hpp>

#include <string>
#include <vector>

namespace lt::spreadsheet {

struct XlsxParts {
  std::vector<Sheet> sheets;
  std::vector<std::string> sheet_entries;  ///< zip entry of each sheet
  NumberFormats formats;
  StringTable strings;
};

XlsxParts read_xlsx_parts(ZipArchive& zip, const Limits& limits);

/// The text of an `si` or `is` element: plain or rich runs, without phonetic notes, "_x000D_" decoded.
std::string rich_text(const pugi::xml_node& node);

/// "_x0041_" is "A", as Excel writes characters that XML cannot hold.
std::string decode_escapes(std::string_view text);

}  // namespace lt::spreadsheet
