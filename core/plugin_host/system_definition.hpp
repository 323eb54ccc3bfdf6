// A partner system as configured in config/systems/*.yaml: a connector, its settings, where it may reach.
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace lt::plugin_host {

struct SystemDefinition {
  std::string name;
  model::Label label;
  std::string connector;
  YamlNode settings;                // checked against the connector's schema by validate_settings()
  std::vector<std::string> egress;  // hosts that it may reach besides those its settings name
  std::string proxy;                // URL of an HTTP proxy; empty: none
  std::string file;
  int line = 0;

  static SystemDefinition read(const YamlNode& node);
};

// Every *.yaml of the folder, one system each; two systems with one name are a violation.
std::vector<SystemDefinition> load_systems(const std::filesystem::path& folder, Violations& violations);

}  // namespace lt::plugin_host
