// The cells of a workbook as plain lines, by which one that was changed is found whatever program saved the file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lt::report {

// Sheet and place, "Tổng hợp!B7", and the text, or the number in its shortest form.
using CellLines = std::map<std::string, std::string>;

// As a cell takes it: whole characters, none that control anything but a line's end, and not too many.
std::string cell_text(std::string_view text);
// "B7" of column 1, row 6, both from 0.
std::string cell_name(std::uint32_t row, std::uint16_t column);
// 1234567 as "1234567", 0.9398 as "0.9398".
std::string number_text(double value);

// Every cell with a value, of all sheets. Throws Error{unsupported} where the bytes are no workbook, or one that
// would fill the memory.
CellLines read_cells(std::string_view xlsx);

}  // namespace lt::report
