// Who must act when a record is refused.
#pragma once

#include <string_view>

namespace lt::mapping {

enum class Actor {
  source,  // the owner of the source system: the data are wrong
  hub,     // the hub's administrator: a table or a mapping does not know something that may well be right
};

// From a reason's code. Codes that begin with "unknown_" are the hub's to mend (add the spelling to the table), as is
// everything in which the mapping and the stream's shape disagree; all others are the source's.
Actor who_acts(std::string_view reason_code);

}  // namespace lt::mapping
