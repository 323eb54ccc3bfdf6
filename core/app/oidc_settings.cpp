// Reading `oidc` of hub.yaml.
#include "app/oidc_settings.hpp"

#include "base/clock.hpp"
#include "base/suggest.hpp"
#include "plugin_host/http_url.hpp"
#include "sync/flow_definition.hpp"

#include <fstream>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

std::string read_address(const YamlNode& node, bool only_origin) {
  std::string address = node.text();
  const bool safe = access::is_safe_address(address) && address.find('?') == std::string::npos;
  if (!safe) node.violation("'" + address + "' is no address of https (http: only within this machine)");
  if (!only_origin) return address;
  if (safe && plugin_host::parse_http_url(address).target != "/")
    node.violation("'" + address + "' is more than a place; write https://host or https://host:port");
  if (address.ends_with('/')) address.pop_back();
  return address;
}

std::string read_ca(const YamlNode& node, const fs::path& folder) {
  if (!node.exists()) return {};
  std::string file = (folder / node.text()).lexically_normal().string();
  if (!std::ifstream(file) || fs::is_directory(file))
    node.violation("the file of certificates " + file + " cannot be read");
  return file;
}

std::vector<std::string> read_scopes(const YamlNode& node, const std::vector<std::string>& fallback) {
  if (!node.exists()) return fallback;
  std::vector<std::string> scopes = node.texts();
  for (const auto& scope : scopes)
    if (scope.empty() || scope.find(' ') != std::string::npos) node.violation("a scope is one word; write a list");
  return scopes;
}

// A time from a minute on, at most as long as it is without a provider.
Milliseconds read_time(const YamlNode& node, Milliseconds fallback, const std::pair<Milliseconds, const char*>& most) {
  const Milliseconds time = sync::duration_or(node, fallback);
  if (time < minute_ms || time > most.first) node.violation(std::string("between 1m and ") + most.second);
  return time;
}

// In the file's order, which says who is more where somebody has several.
void read_roles(const YamlNode& node, std::vector<std::pair<std::string, access::Role>>& roles) {
  std::vector<std::string> names = access::role_names();
  std::erase(names, to_string(access::Role::vendor));
  if (!node.exists()) {
    node.violation("roles are missing: which value of role_claim is which role, such as {hub-admins: administrator}");
    return;
  }
  for (const auto& [value, role_node] : node.entries()) {
    const std::string name = role_node.text();
    const auto role = access::role_named(name);
    if (role == access::Role::vendor) {
      role_node.violation("a vendor is kept to systems, which no provider names; let it in by: lienthong users add");
    } else if (!role) {
      role_node.violation("there is no role '" + name + "'" + suggestion(name, names));
    } else {
      roles.emplace_back(value, *role);
    }
  }
}

}  // namespace

std::optional<OidcSignIn> OidcSignIn::read(const YamlNode& node, const fs::path& folder) {
  if (!node.exists()) return std::nullopt;
  node.allow_only({"issuer", "client_id", "client_secret", "address", "name", "ca", "scopes", "user_claim",
                   "role_claim", "roles", "session", "tokens"});
  OidcSignIn read{.provider = {}, .name = {}, .place = node};
  access::OidcSettings& provider = read.provider;
  provider.issuer = read_address(node["issuer"], false);
  provider.client_id = node["client_id"].text();
  provider.client_secret = node["client_secret"].text_or("");
  provider.address = read_address(node["address"], true);
  provider.ca = read_ca(node["ca"], folder);
  provider.scopes = read_scopes(node["scopes"], provider.scopes);
  provider.user_claim = node["user_claim"].text_or(provider.user_claim);
  provider.role_claim = node["role_claim"].text_or(provider.role_claim);
  read_roles(node["roles"], provider.roles);
  read.session = read_time(node["session"], read.session, {12 * hour_ms, "12h"});
  read.tokens = read_time(node["tokens"], read.tokens, {366 * day_ms, "366d"});
  const YamlNode name = node["name"];
  name.allow_only({"vi", "en"});
  read.name = {name["vi"].text_or("Tài khoản dùng chung"), name["en"].text_or("Single sign-on")};
  return read;
}

}  // namespace lt::app
