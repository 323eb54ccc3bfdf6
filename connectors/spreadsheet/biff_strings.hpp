// Texts of BIFF records, in Unicode (BIFF8) or in the workbook's code page (BIFF5), also across CONTINUE records.
#pragma once

#include "bytes.hpp"
#include "string_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

/// Characters of a BIFF8 text that was stored with one byte (Latin-1) or two (UTF-16) a character.
std::string biff8_characters(std::string_view bytes, bool two_bytes);

/// A BIFF8 text at `at`: count (one or two bytes wide), flags, characters. [MS-XLS] 2.5.294, 2.5.240
std::string biff8_text(const Bytes& record, std::size_t at, unsigned count_bytes);

/// The ICU name of the encoding that a CODEPAGE record names; windows-1252 for one that is unknown.
std::string code_page_name(std::uint16_t code_page);

/// An SST record: `parts` are its body and those of the CONTINUE records after it. [MS-XLS] 2.4.265
void read_shared_strings(const std::vector<std::string_view>& parts, StringTable& strings);

}  // namespace lt::spreadsheet
