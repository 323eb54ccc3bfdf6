// A system's settings against its connector's schema: everything that is wrong, at its line.
#pragma once

#include "base/yaml.hpp"
#include "plugin_host/plugin.hpp"
#include "plugin_host/secrets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// Adds what is wrong to the node's violations too, so that it joins the rest of the file; returns it.
std::vector<Violation> validate_settings(const Plugin& plugin, const YamlNode& settings);
std::vector<Violation> validate_settings(std::string_view schema_json, std::string_view connector_id,
                                         const YamlNode& settings);

// The settings as the JSON object that a session takes: scalars by YAML's rules (1 and true are no texts, "1" is),
// members that are missing get the schema's "default". Settings that do not fit give an object of what there is.
std::string settings_to_json(const Plugin& plugin, const YamlNode& settings);
// The same without defaults.
std::string settings_to_json(const YamlNode& settings);

// The secrets that the settings refer to: values of members with "writeOnly": true, at any depth.
// Each name once, at its first place.
std::vector<SecretName> secret_names(std::string_view schema_json, std::string_view settings_json);

}  // namespace lt::plugin_host
