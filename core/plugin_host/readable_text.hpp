// Text that came from a plugin or a system, made fit for a log line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lt::plugin_host {

// Valid UTF-8 without control characters, at most `max_bytes` long (an ellipsis shows the cut): bytes that are no UTF-8
// become U+FFFD, line ends and tabs become spaces.
std::string readable_text(std::string_view text, std::size_t max_bytes = 2000);

}  // namespace lt::plugin_host
