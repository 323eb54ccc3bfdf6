// One record of CSV as RFC 4180 writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::folder {

/// Splits a whole record into its cells. Gives what is wrong with it, empty when all is well.
std::string split_csv(std::string_view record, char separator, std::vector<std::string>& cells);

/// Appends a cell, in quotes where it needs them.
void append_csv(std::string& out, std::string_view cell, char separator);

}  // namespace lt::folder
