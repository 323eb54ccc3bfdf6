// What a shared library offers to the dynamic linker.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lt::conformance {

// Names of the defined symbols of .dynsym that others can bind to. Throws std::runtime_error where the file is no
// 64-bit little-endian ELF (System V ABI).
std::vector<std::string> exported_symbols(const std::filesystem::path& library);

}  // namespace lt::conformance
