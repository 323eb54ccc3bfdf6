// What the hub knows of the provider that says who somebody is, before it asks it.
#pragma once

#include "access/roles.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::access {

struct OidcSettings {
  std::string issuer = {};  // to the letter as the provider says it of itself
  std::string client_id = {};
  std::string client_secret = {};                 // name of the secret; empty: the provider asks for none
  std::string address = {};                       // where browsers find the hub: "https://hub.example.vn"
  std::string ca = {};                            // a file of certificates to trust; empty: the machine's
  std::vector<std::string> scopes = {"profile"};  // besides openid
  std::string user_claim = "preferred_username";
  std::string role_claim = "groups";                     // a claim's name, or a pointer: "/realm_access/roles"
  std::vector<std::pair<std::string, Role>> roles = {};  // of a value of role_claim; the first that fits counts

  std::string callback() const { return address + "/api/v1/session/oidc/callback"; }
  // Nothing where none of the values has a role.
  std::optional<Role> role_of(const std::vector<std::string>& values) const;
};

// https, or http within this machine; no name or password, nothing behind '#'.
bool is_safe_address(std::string_view address);

}  // namespace lt::access
