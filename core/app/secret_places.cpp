// The places in their order, and what lies in each.
#include "app/secret_places.hpp"

#include "app/configuration.hpp"

#include <cstdlib>
#include <map>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<plugin_host::Secrets> credentials() {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder == nullptr ? nullptr : plugin_host::folder_secrets(folder);
}

}  // namespace

std::string_view to_string(SecretPlace place) {
  static constexpr std::string_view names[] = {"credential", "environment", "sealed", "plain", "missing"};
  return names[static_cast<std::size_t>(place)];
}

fs::path master_key_file(const HubSettings& hub) { return hub.store.parent_path() / "master_key"; }

plugin_host::SecretsFile secrets_file(const HubSettings& hub) {
  return {hub.secrets, plugin_host::MasterKeys(master_key_file(hub))};
}

std::unique_ptr<plugin_host::Secrets> open_secrets(const HubSettings& hub) {
  std::vector<std::unique_ptr<plugin_host::Secrets>> places;
  if (auto given = credentials()) places.push_back(std::move(given));
  places.push_back(plugin_host::environment_secrets());
  places.push_back(
      std::make_unique<plugin_host::SecretsFile>(hub.secrets, plugin_host::MasterKeys(master_key_file(hub))));
  return plugin_host::first_of(std::move(places));
}

std::vector<KnownSecret> known_secrets(const Configuration& configuration) {
  std::map<std::string, KnownSecret> known;
  for (const auto& [name, file, line] : configuration.named_secrets())
    known[name].used_by.push_back(fs::path(file).lexically_relative(configuration.folder()).string() + ":" +
                                  std::to_string(line));
  for (const auto& kept : secrets_file(configuration.hub()).list()) {
    KnownSecret& secret = known[kept.name];
    secret.from = kept.sealed ? SecretPlace::sealed : SecretPlace::plain;
    secret.set = kept.set;
    secret.by = kept.by;
  }
  const auto given = credentials();
  const auto environment = plugin_host::environment_secrets();
  std::vector<KnownSecret> list;
  list.reserve(known.size());
  for (auto& [name, secret] : known) {
    secret.name = name;
    if (environment->find(name)) secret.from = SecretPlace::environment;
    if (given && given->find(name)) secret.from = SecretPlace::credential;
    list.push_back(std::move(secret));
  }
  return list;
}

}  // namespace lt::app
