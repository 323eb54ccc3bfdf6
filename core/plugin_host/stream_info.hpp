// What a plugin says of its streams, held against the contract.
#pragma once

#include "plugin_host/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::plugin_host {

// One JSON document a stream, as lt_plugin.streams() puts them; `roles` of the plugin (LT_ROLE_…). Throws Error failed
// that names the first stream and what is wrong with it.
std::vector<StreamInfo> parse_streams(const std::vector<std::string>& documents, std::uint32_t roles);

}  // namespace lt::plugin_host
