// What an office reads in the column "Kết quả import" of the copy of its list.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace lt::scenario {

// row → text, of the rows below the header that have one. Throws std::runtime_error where there is no such column.
std::map<std::uint32_t, std::string> result_column(const std::filesystem::path& copy);

}  // namespace lt::scenario
