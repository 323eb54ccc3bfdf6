// Where files lie that were built or installed with the running program.
#pragma once

#include <filesystem>
#include <string_view>

namespace lt {

// Another of the hub's programs: beside this one as it is built, else in ../lib/lienthong as it is installed.
std::filesystem::path companion_program(std::string_view name);
// "connectors": ../connectors as it is built, else ../lib/lienthong/connectors.
std::filesystem::path companion_folder(std::string_view name);
// "units.tsv": in $LIENTHONG_SHARE, else ../share/lienthong as it is installed, else ../share as it is built.
std::filesystem::path shared_file(std::string_view name);

}  // namespace lt
