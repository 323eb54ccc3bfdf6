// A partner system as configured in config/systems/*.yaml: a connector, its settings, where it may reach.
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"
#include "plugin_host/runner_limits.hpp"
#include "plugin_host/session.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace lt::plugin_host {

// Something that the system may look up, as its configuration says.
struct AnswerDefinition {
  std::string name;
  std::string mapping;  // outward
  std::string by;       // the field whose value is asked for: "code", or "person.citizen_id" of a row it refers to
  std::string newest;   // the field of time that orders documents and bounds them; empty: none
  std::string file;
  int line = 0;
};

struct SystemDefinition {
  std::string name;
  model::Label label;
  std::string connector;
  bool enabled = true;              // false: checked like others, but no flow of it runs and it needs no secrets
  YamlNode settings;                // checked against the connector's schema by validate_settings()
  std::vector<std::string> egress;  // hosts that it may reach besides those its settings name
  std::string proxy;                // URL of an HTTP proxy; empty: none
  TlsOptions tls;                   // its key_password names a secret
  YamlNode key_password;            // where it does
  std::vector<AnswerDefinition> answers;
  YamlNode isolation;      // where it stands
  bool in_runner = false;  // isolation: process
  RunnerLimits limits;     // of its runners
  std::string file;
  int line = 0;

  static SystemDefinition read(const YamlNode& node);

  // How a session of this system reaches it. Throws Error misconfigured when the secret of tls.key_password is not set.
  NetworkOptions network(const Secrets& secrets) const;
};

// Every *.yaml of the folder, one system each; two systems with one name are a violation.
std::vector<SystemDefinition> load_systems(const std::filesystem::path& folder, Violations& violations);

}  // namespace lt::plugin_host
