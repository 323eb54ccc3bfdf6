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

constexpr std::string_view here = "in_process";
constexpr std::string_view in_runner = "process";

bool read_isolation(const YamlNode& node) {
  const std::string word = node.text_or(here);
  if (word == in_runner || word == here) return word == in_runner;
  node.violation("'" + word + "' is no isolation; write process (a process of its own) or in_process");
  return false;
}

// A whole number from one to `most`; the default where it is missing.
std::int64_t read_limit(const YamlNode& node, std::int64_t fallback, std::int64_t most) {
  const std::int64_t value = node.integer_or(fallback);
  if (value >= 1 && value <= most) return value;
  node.violation("a limit is a whole number from 1 to " + std::to_string(most));
  return fallback;
}

RunnerLimits read_limits(const YamlNode& node, bool has_runner) {
  RunnerLimits limits;
  if (!node.exists()) return limits;
  node.allow_only({"memory_mb", "cpu_seconds", "silent_seconds"});
  if (!has_runner) node.violation("limits are those of a process of its own; write isolation: process beside them");
  limits.memory_bytes = static_cast<std::size_t>(read_limit(
                            node["memory_mb"], static_cast<std::int64_t>(limits.memory_bytes >> 20), 1 << 20))
                        << 20;
  limits.cpu = std::chrono::seconds(read_limit(node["cpu_seconds"], limits.cpu.count(), 86'400));
  limits.silent = std::chrono::seconds(read_limit(node["silent_seconds"], std::chrono::seconds(60).count(), 86'400));
  return limits;
}

}  // namespace

SystemDefinition SystemDefinition::read(const YamlNode& node) {
  node.allow_only({"system", "label", "connector", "settings", "egress", "proxy", "tls", "answers", "enabled",
                   "isolation", "limits"});
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
                          .isolation = node["isolation"],
                          .in_runner = read_isolation(node["isolation"]),
                          .limits = {},
                          .file = node.file(),
                          .line = node.line()};
  system.limits = read_limits(node["limits"], system.in_runner);
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
