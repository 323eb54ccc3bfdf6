// Files written whole: readers and a crash find the former text or the new one, never a part.
#pragma once

#include <filesystem>
#include <string_view>

namespace lt {

// Takes the place of what is there. On the disk for good when this returns. Throws Error denied, naming the file.
void write_whole(const std::filesystem::path& file, std::string_view text, std::filesystem::perms mode);

// For what only the hub's user may read.
inline constexpr std::filesystem::perms own_only =
    std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

}  // namespace lt
