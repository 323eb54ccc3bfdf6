// Where the hub's secrets lie: given from outside, or in its own file, which it seals.
#pragma once

#include "app/hub_settings.hpp"
#include "plugin_host/secrets.hpp"
#include "plugin_host/secrets_file.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

class Configuration;

enum class SecretPlace : std::uint8_t { credential, environment, sealed, plain, missing };
std::string_view to_string(SecretPlace place);

struct KnownSecret {
  std::string name;
  SecretPlace from = SecretPlace::missing;
  std::string set = {};  // when by the hub, ISO 8601; empty: unknown
  std::string by = {};
  std::vector<std::string> used_by = {};  // "systems/portal.yaml:4"
};

std::filesystem::path master_key_file(const HubSettings& hub);
plugin_host::SecretsFile secrets_file(const HubSettings& hub);
// A credential of systemd's first, then the environment, then the file.
std::unique_ptr<plugin_host::Secrets> open_secrets(const HubSettings& hub);

// All that are kept or named, by name; no values.
std::vector<KnownSecret> known_secrets(const Configuration& configuration);

}  // namespace lt::app
