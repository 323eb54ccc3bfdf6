// Files that appear whole or not at all: written aside, made safe on the disk, renamed.
#pragma once

#include <filesystem>
#include <string_view>

namespace lt::files {

/// Makes what stands in `part` safe on the disk and gives it the name `file`, in place of one that is there. Both in
/// one folder. Throws std::filesystem::filesystem_error.
void publish(const std::filesystem::path& part, const std::filesystem::path& file);

/// Writes the content into `part` and publishes it as `file`. Throws std::filesystem::filesystem_error.
void put_file(const std::filesystem::path& part, const std::filesystem::path& file, std::string_view content);

}  // namespace lt::files
