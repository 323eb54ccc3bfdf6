// The hub's own settings, config/hub.yaml: where things lie and how much it may use.
#pragma once

#include "api/tls_identity.hpp"
#include "app/oidc_settings.hpp"
#include "base/yaml.hpp"
#include "plugin_host/plugin.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lt::access {
struct Options;
}

namespace lt::app {

struct HubSettings {
  std::string name = "Liên Thông";  // of the installation, as reports show it
  std::string language = "vi";      // of tables and reports: vi or en
  std::filesystem::path store;      // SQLite's file; beside it lies what else the hub keeps
  std::string store_url;            // of a PostgreSQL database that takes the file's place
  int cache_mb = 24;
  std::vector<std::filesystem::path> connectors;  // folders with NAME.so; the hub's own comes last
  std::filesystem::path secrets;                  // a file of names and values, 0600; where not named beside the store
  std::filesystem::path backups;                  // folder of backups that the hub makes; not named: beside the store
  plugin_host::Trust trust;
  int workers = 4;                        // runs at once
  std::string listen;                     // "127.0.0.1:8080" of the HTTP server; empty: none
  std::optional<api::TlsFiles> tls;       // of the HTTP server; absent: plain
  bool tls_self_signed = false;           // the hub makes those files beside the store
  std::set<std::string> trusted_proxies;  // whose word counts on where a request comes from
  std::vector<std::string> search;        // "entity.field" that the API finds rows by besides keys, with an index each
  std::optional<YamlNode> search_place;   // where they stand
  std::optional<OidcSignIn> oidc;         // where people may sign in besides the hub itself
  std::string log_level = "info";         // trace, debug, info, warn, error
  std::string log_format = "text";        // text, json: one object a line

  std::string store_name() const { return store_url.empty() ? store.string() : store_url; }
  bool has_store() const { return !store_url.empty() || std::filesystem::exists(store); }

  // Paths in the file are relative to `home`, or where that is empty to the file's folder. Without a file, everything
  // has its default.
  static HubSettings load(const std::filesystem::path& file, Violations& violations,
                          const std::filesystem::path& home = {});
};

// Of the users of this hub.
access::Options access_options(const HubSettings& settings);

// The folder with connectors that were built or installed with this program.
std::filesystem::path own_connectors_folder();

// Beside which a store lies that hub.yaml gives no path: also the keys and secrets of one that is a database's url.
std::filesystem::path store_folder(const std::filesystem::path& configuration);

}  // namespace lt::app
