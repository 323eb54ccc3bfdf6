// A row as a person names it on the command line.
#pragma once

#include "base/error.hpp"
#include "store/reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::app {

// Nothing where the text is anything but a number, from its first character to its last.
std::optional<std::int64_t> whole_number(std::string_view text);

// An id of the store, or what a person knows: the first key's values, joined by "|". 0 where it is neither.
store::RowId row_of(store::Reader& reader, int entity, const std::string& id);

// The same, and of a row that went or was merged away too.
store::RowId row_of_any_time(store::Reader& reader, int entity, const std::string& id);

Error no_such_row(const std::string& entity, const std::string& id);

}  // namespace lt::app
