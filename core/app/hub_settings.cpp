// Reading config/hub.yaml.
#include "app/hub_settings.hpp"

#include "access/access.hpp"
#include "app/store_place.hpp"
#include "base/program_places.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

std::string one_of(const YamlNode& node, const std::vector<std::string>& allowed, const std::string& fallback) {
  std::string word = node.text_or(fallback);
  if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return word;
  node.violation("'" + word + "' is not known here" + suggestion(word, allowed));
  return fallback;
}

int bounded(const YamlNode& node, int fallback, int least, int most) {
  const auto number = node.integer_or(fallback);
  if (number >= least && number <= most) return static_cast<int>(number);
  node.violation("between " + std::to_string(least) + " and " + std::to_string(most) + ", not " +
                 std::to_string(number));
  return fallback;
}

plugin_host::Trust read_trust(const YamlNode& node, const fs::path& folder) {
  node.allow_only({"sha256", "public_keys", "any"});
  plugin_host::Trust trust;
  trust.any = node["any"].boolean_or(false);
  for (const auto& digest : node["sha256"].texts()) trust.sha256.insert(digest);
  for (const auto& file : node["public_keys"].texts()) {
    std::ifstream in(folder / file);
    if (!in) node["public_keys"].violation("the public key " + (folder / file).string() + " cannot be read");
    std::ostringstream pem;
    pem << in.rdbuf();
    trust.public_keys.push_back(pem.str());
  }
  return trust;
}

// A path, or the url of a PostgreSQL database, which leaves its password to libpq's own places.
void read_store(const YamlNode& node, const fs::path& folder, HubSettings& settings) {
  const std::string text = node.text_or("../var/lienthong.db");
  if (!is_database_url(text)) {
    settings.store = folder / text;
    return;
  }
  settings.store_url = text;
  if (names_password(text)) node.violation(std::string(no_password_here));
}

// Whether the files can be used is seen when the server takes them.
void read_tls(const YamlNode& node, const fs::path& folder, HubSettings& settings) {
  if (!node.exists()) return;
  if (node.is_scalar()) {
    settings.tls_self_signed = node.text() == "self_signed";
    if (!settings.tls_self_signed) node.violation("write self_signed, or certificate: and key: with their files");
    return;
  }
  node.allow_only({"certificate", "key"});
  settings.tls = {.certificate = (folder / node["certificate"].text()).lexically_normal(),
                  .key = (folder / node["key"].text()).lexically_normal()};
}

}  // namespace

fs::path own_connectors_folder() { return companion_folder("connectors"); }

fs::path store_folder(const fs::path& configuration) { return (configuration / "../var").lexically_normal(); }

HubSettings HubSettings::load(const fs::path& file, Violations& violations, const fs::path& home) {
  HubSettings settings;
  const fs::path folder = home.empty() ? file.parent_path() : home;
  settings.store = store_folder(folder) / "lienthong.db";
  if (fs::exists(file)) {
    const YamlNode node = YamlNode::load_file(file, violations);
    node.allow_only({"name", "language", "store", "cache_mb", "connectors", "secrets", "backups", "trust", "workers",
                     "log_level", "log_format", "listen", "tls", "trusted_proxies", "search", "oidc"});
    settings.name = node["name"].text_or(settings.name);
    settings.language = one_of(node["language"], {"vi", "en"}, settings.language);
    read_store(node["store"], folder, settings);
    settings.cache_mb = bounded(node["cache_mb"], settings.cache_mb, 4, 65'536);
    for (const auto& path : node["connectors"].texts()) settings.connectors.push_back(folder / path);
    if (node.has("secrets")) settings.secrets = (folder / node["secrets"].text()).lexically_normal();
    if (node.has("backups")) settings.backups = (folder / node["backups"].text()).lexically_normal();
    settings.trust = read_trust(node["trust"], folder);
    settings.workers = bounded(node["workers"], settings.workers, 1, 64);
    settings.listen = node["listen"].text_or("");
    read_tls(node["tls"], folder, settings);
    for (auto& address : node["trusted_proxies"].texts()) settings.trusted_proxies.insert(std::move(address));
    settings.oidc = OidcSignIn::read(node["oidc"], folder);
    settings.search_place = node["search"];
    settings.search = settings.search_place->texts();
    settings.log_level = one_of(node["log_level"], {"trace", "debug", "info", "warn", "error"}, settings.log_level);
    settings.log_format = one_of(node["log_format"], {"text", "json"}, settings.log_format);
  }
  settings.store = settings.store.lexically_normal();
  if (!settings.store.has_parent_path()) settings.store = "." / settings.store;  // what lies beside it needs a folder
  if (settings.secrets.empty()) settings.secrets = settings.store.parent_path() / "secrets.yaml";
  if (settings.backups.empty()) settings.backups = settings.store.parent_path() / "backups";
  settings.trust.own_folder = own_connectors_folder();
  settings.connectors.push_back(settings.trust.own_folder);
  return settings;
}

access::Options access_options(const HubSettings& settings) {
  access::Options options{.folder = settings.store.parent_path()};
  if (settings.oidc) {
    options.times.longest_by_oidc = settings.oidc->session;
    options.times.tokens_by_oidc = settings.oidc->tokens;
  }
  return options;
}

}  // namespace lt::app
