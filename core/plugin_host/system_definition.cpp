// Reading systems from YAML.
#include "plugin_host/system_definition.hpp"

#include <map>

namespace lt::plugin_host {

SystemDefinition SystemDefinition::read(const YamlNode& node) {
  node.allow_only({"system", "label", "connector", "settings", "egress", "proxy"});
  SystemDefinition system{.name = node["system"].text(),
                          .label = {},
                          .connector = node["connector"].text(),
                          .settings = node["settings"],
                          .egress = node["egress"].texts(),
                          .proxy = node["proxy"].text_or(""),
                          .file = node.file(),
                          .line = node.line()};
  const YamlNode label = node["label"];
  label.allow_only({"vi", "en"});
  system.label = {label["vi"].text_or(system.name), label["en"].text_or(system.name)};
  return system;
}

std::vector<SystemDefinition> load_systems(const std::filesystem::path& folder, Violations& violations) {
  std::vector<SystemDefinition> systems;
  std::map<std::string, std::string> seen;
  for (const auto& file : yaml_files(folder)) {
    const YamlNode node = YamlNode::load_file(file, violations);
    if (!node.is_map()) {
      if (node.exists()) node.violation("a system's file has keys such as system, connector, settings");
      continue;
    }
    systems.push_back(SystemDefinition::read(node));
    const auto [first, fresh] = seen.emplace(systems.back().name, file.string());
    if (!fresh) {
      node["system"].violation("a system named '" + systems.back().name + "' stands in " + first->second +
                               " already; give this one another name");
    }
  }
  return systems;
}

}  // namespace lt::plugin_host
