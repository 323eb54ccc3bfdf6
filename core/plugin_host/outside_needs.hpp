// What a connector needs beyond its host's services, as its settings' schema says: files, or a network of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// The folders of the files that the settings name in members with "local_path": true: the folder itself, or the one
// that a file lies in or would lie in; absolute, each once. Never the root.
std::vector<std::string> local_folders(std::string_view schema_json, std::string_view settings_json);

// "own_network": true at the schema's top: it reaches its system by a library of its own, past the host.
bool has_own_network(std::string_view schema_json);

}  // namespace lt::plugin_host
