// `oidc` of hub.yaml: the provider at which people may sign in besides the hub's own passwords.
#pragma once

#include "access/oidc_settings.hpp"
#include "access/sessions.hpp"
#include "base/yaml.hpp"
#include "model/entity.hpp"

#include <filesystem>
#include <optional>

namespace lt::app {

struct OidcSignIn {
  access::OidcSettings provider;
  model::Label name;  // on the button
  Milliseconds session = access::SessionTimes().longest_by_oidc;
  Milliseconds tokens = access::SessionTimes().tokens_by_oidc;
  YamlNode place;

  // Nothing where there is no such node. Paths are relative to the folder.
  static std::optional<OidcSignIn> read(const YamlNode& node, const std::filesystem::path& folder);
};

}  // namespace lt::app
