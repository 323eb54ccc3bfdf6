// Reading systems from YAML.
#include "plugin_host/system_definition.hpp"

#include <map>

namespace lt::plugin_host {

namespace {

TlsOptions read_tls(const YamlNode& node) {
  node.allow_only({"ca_file", "certificate_file", "key_file", "key_password"});
  if (node.has("certificate_file") != node.has("key_file")) {
    node.violation("certificate_file and key_file belong together; name both or none");
  }
  return {.ca_file = node["ca_file"].text_or(""),
          .certificate_file = node["certificate_file"].text_or(""),
          .key_file = node["key_file"].text_or(""),
          .key_password = node["key_password"].text_or("")};
}

std::vector<AnswerDefinition> read_answers(const YamlNode& node) {
  std::vector<AnswerDefinition> answers;
  if (!node.exists()) return answers;
  for (const auto& [name, answer] : node.entries()) {
    answer.allow_only({"mapping", "by", "newest"});
    answers.push_back({.name = name,
                       .mapping = answer["mapping"].text(),
                       .by = answer["by"].text(),
                       .newest = answer["newest"].text_or(""),
                       .file = answer.file(),
                       .line = answer.line()});
  }
  return answers;
}

}  // namespace

SystemDefinition SystemDefinition::read(const YamlNode& node) {
  node.allow_only({"system", "label", "connector", "settings", "egress", "proxy", "tls", "answers", "enabled"});
  SystemDefinition system{.name = node["system"].text(),
                          .label = {},
                          .connector = node["connector"].text(),
                          .enabled = node["enabled"].boolean_or(true),
                          .settings = node["settings"],
                          .egress = node["egress"].texts(),
                          .proxy = node["proxy"].text_or(""),
                          .tls = read_tls(node["tls"]),
                          .key_password = node["tls"]["key_password"],
                          .answers = read_answers(node["answers"]),
                          .file = node.file(),
                          .line = node.line()};
  const YamlNode label = node["label"];
  label.allow_only({"vi", "en"});
  system.label = {label["vi"].text_or(system.name), label["en"].text_or(system.name)};
  return system;
}

NetworkOptions SystemDefinition::network(const Secrets& secrets) const {
  NetworkOptions options;
  options.proxy = proxy;
  options.egress = {egress.begin(), egress.end()};
  options.tls = tls;
  if (tls.key_password.empty()) return options;
  auto password = secrets.find(tls.key_password);
  if (!password) {
    throw Error(ErrorKind::misconfigured, "the secret '" + tls.key_password +
                                              "', which tls.key_password of the system '" + name +
                                              "' names, is not set; give it to the hub");
  }
  options.tls.key_password = std::move(*password);
  return options;
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
