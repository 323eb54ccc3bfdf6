// Reading a configuration folder and checking what its files say of one another.
#include "app/configuration.hpp"

#include "app/code_answers.hpp"
#include "app/passes.hpp"
#include "app/secret_places.hpp"
#include "base/sealing.hpp"
#include "base/suggest.hpp"
#include "identity/preparation.hpp"
#include "plugin_host/outside_needs.hpp"
#include "plugin_host/settings_check.hpp"
#include "report/paper.hpp"

#include <algorithm>
#include <map>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

template <typename Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  names.reserve(map.size());
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

// The value that the path leads to, or what stands nearest above it where a default filled the rest.
YamlNode node_at(YamlNode node, const std::vector<std::string>& path) {
  for (const auto& step : path) {
    if (node.is_list()) {
      node = node.items()[std::stoul(step)];
    } else if (node.is_map() && node.has(step)) {
      node = node[step];
    }
  }
  return node;
}

std::string how_to_give(const std::string& secret) {
  return "run: lienthong secrets set " + secret + ", or set " + plugin_host::environment_variable(secret) +
         " in the environment";
}

// A linkage model that bears an entity's name reads the fields of its rows.
void check_linkage(const fs::path& folder, const model::Model& model, const mapping::Surroundings& surroundings,
                   Violations& violations) {
  for (const fs::path& file : yaml_files(folder / "identity")) {
    const auto linkage = identity::LinkageModel::load(file, violations);
    const model::Entity* entity = model.find(linkage.name);
    if (entity != nullptr) identity::Preparation(linkage, entity->field_names(), surroundings, violations);
  }
}

// "entity.field" as positions; nothing where there is none such.
std::optional<store::Lookup> lookup_named(const model::Model& model, const std::string& name) {
  const std::size_t dot = name.find('.');
  const model::Entity* entity = dot == std::string::npos ? nullptr : model.find(name.substr(0, dot));
  const auto field = entity == nullptr ? std::nullopt : entity->field(name.substr(dot + 1));
  if (!field) return std::nullopt;
  return store::Lookup{entity->name, *field};
}

void check_search(const HubSettings& hub, const model::Model& model) {
  std::vector<std::string> names;
  for (const auto& entity : model.entities())
    for (const auto& field : entity->field_names())
      names.push_back(std::string(entity->name).append(".").append(field));
  for (const auto& name : hub.search)
    if (!lookup_named(model, name))
      hub.search_place->violation("there is no field '" + name + "' to search by" + suggestion(name, names));
}

}  // namespace

std::map<std::string, fs::path> find_connectors(const std::vector<fs::path>& folders) {
  std::map<std::string, fs::path> found;
  for (const auto& folder : folders) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".so") found.emplace(entry.path().stem().string(), entry.path());
    }
  }
  return found;
}

fs::path pass_key_file(const HubSettings& hub) { return hub.store.parent_path() / "pass_signing_key.pem"; }

fs::path letter_keys_file(const HubSettings& hub) { return hub.store.parent_path() / "dead_letter_keys"; }

std::unique_ptr<Configuration> Configuration::load(const fs::path& folder, const fs::path& home) {
  std::unique_ptr<Configuration> configuration(new Configuration(folder));
  if (fs::is_directory(folder)) {
    configuration->read(home.empty() ? folder : home);
  } else {
    configuration->violations_.add(folder.string(), 0, "is no folder; name the configuration's folder with --config");
  }
  return configuration;
}

std::unique_ptr<Configuration> Configuration::load_valid(const fs::path& folder) {
  auto configuration = load(folder);
  configuration->violations_.raise();
  return configuration;
}

void Configuration::read(const fs::path& home) {
  hub_ = HubSettings::load(folder_ / "hub.yaml", violations_, home);
  model_ = model::Model::load(folder_ / "model", violations_);
  retention_ = RetentionSettings::load(folder_ / "retention.yaml", model_, violations_);
  check_search(hub_, model_);
  tables_ = mapping::ReferenceTables::load(folder_ / "reference", violations_);
  units_ = std::make_unique<units::Catalogue>(units::Catalogue::load(units::Catalogue::default_path()));
  secrets_ = open_secrets(hub_);
  read_qr();
  mappings_ = std::make_unique<mapping::Mappings>(
      mapping::Mappings::load(folder_ / "mappings", {model_, tables_, units_.get(), &qr_}, violations_));
  summaries_ = mapping::load_summaries(folder_ / "summaries", {model_, tables_, units_.get(), &qr_}, violations_);
  texts_ = report::Texts::load(folder_ / "report", violations_);
  reports_ = report::ReportSettings::load(folder_ / "report.yaml", violations_);
  check_linkage(folder_, model_, {model_, tables_, units_.get(), &qr_}, violations_);
  read_systems();
  check_reports();
  flows_ = sync::load_flows(folder_ / "flows", violations_);
  check_flows();
}

void Configuration::read_qr() {
  auto signers = qr::Signers::load(folder_ / "signers", violations_);
  if (const auto own = own_public_key()) signers.add("lienthong", *own);
  qr_ = qr::Reader(qr::Settings::load(folder_ / "qr.yaml", violations_), std::move(signers));
}

// The hub believes its own passes, whether their key is a secret or was made at first use. None where the secrets
// cannot be read or the user may not read the key: who asks for it is told then.
std::optional<std::string> Configuration::own_public_key() const try {
  const fs::path file = pass_key_file(hub_);
  if (const auto pem = secrets_->find(pass_key_secret)) return qr::SigningKey::from_pem(*pem).public_pem();
  if (fs::exists(file)) return qr::SigningKey::open_or_make(file).public_pem();
  return std::nullopt;
} catch (const Error&) {
  return std::nullopt;
}

void Configuration::make_pass_key() {
  try {
    pass_signing_key(*this);
  } catch (const std::exception&) {
    return;
  }
  read_qr();
}

// In this process or in runners of its own, as the system's `isolation` wants it.
std::shared_ptr<const plugin_host::Plugin> Configuration::load_connector(const plugin_host::SystemDefinition& system,
                                                                         const fs::path& file) const {
  if (!system.in_runner) return plugin_host::Plugin::load(file, hub_.trust);
  auto plugin = plugin_host::Plugin::load_in_runner(file, hub_.trust, system.limits);
  if (plugin_host::has_own_network(plugin->settings_schema())) {
    system.isolation.violation("the connector '" + system.connector +
                               "' reaches its system by a library of its own, and a process of its own has no network; "
                               "write isolation: in_process");
  }
  return plugin;
}

void Configuration::read_systems() {
  const auto connectors = find_connectors(hub_.connectors);
  // Many systems share one that lives here; what lives in a process of its own is one system's.
  std::map<std::pair<fs::path, std::string>, std::shared_ptr<const plugin_host::Plugin>> plugins;
  for (auto& definition : plugin_host::load_systems(folder_ / "systems", violations_)) {
    System system{std::move(definition), nullptr, {}, {}};
    for (const auto& answer : system.definition.answers) {
      if (answer.name == code_answer)
        violations_.add(answer.file, answer.line,
                        "every system may ask '" + answer.name + "' already: what a QR code says; choose another name");
      if (is_faulty(answer.mapping)) continue;
      if (auto found = sync::find_answer(answer, *mappings_, model_, violations_)) {
        system.answers.push_back(std::move(*found));
      }
    }
    const auto file = connectors.find(system.definition.connector);
    if (file == connectors.end()) {
      violations_.add(system.definition.file, system.definition.line,
                      "there is no connector '" + system.definition.connector + "'" +
                          suggestion(system.definition.connector, names_of(connectors)));
    } else {
      try {
        auto& plugin = plugins[{file->second, system.definition.in_runner ? system.definition.name : ""}];
        if (!plugin) plugin = load_connector(system.definition, file->second);
        system.plugin = plugin;
        plugin_host::validate_settings(*system.plugin, system.definition.settings);
        system.settings_json = plugin_host::settings_to_json(*system.plugin, system.definition.settings);
      } catch (const Error& e) {
        violations_.add(system.definition.file, system.definition.line, e.what());
      }
    }
    std::string name = system.definition.name;
    if (name == sync::own_system) {
      violations_.add(system.definition.file, system.definition.line,
                      "'" + name + "' is the hub itself; give this system another name");
    }
    systems_.emplace(std::move(name), std::move(system));
  }
}

void Configuration::check_reports() {
  if (!reports_.schedule.empty() && report::times_like_font().empty()) {
    violations_.add((folder_ / "report.yaml").string(), 0,
                    "reports are scheduled and no Times-like font with all Vietnamese letters is installed; run: "
                    "apt-get install fonts-liberation2");
  }
}

std::vector<NamedSecret> Configuration::named_secrets() const {
  std::vector<NamedSecret> named;
  const auto add = [&](const std::string& name, const YamlNode& place) {
    named.push_back({name, place.file(), place.line()});
  };
  if (reports_.mail && !reports_.mail->password.empty()) {
    Violations unread;  // told by whoever read the file before
    add(reports_.mail->password, YamlNode::load_file(folder_ / "report.yaml", unread)["mail"]["password"]);
  }
  if (hub_.oidc && !hub_.oidc->provider.client_secret.empty())
    add(hub_.oidc->provider.client_secret, hub_.oidc->place["client_secret"]);
  for (const auto& [name, system] : systems_) {
    if (!system.plugin || !system.definition.enabled) continue;
    for (const auto& secret : plugin_host::secret_names(system.plugin->settings_schema(), system.settings_json)) {
      add(secret.name, node_at(system.definition.settings, secret.path));
    }
    if (const auto& key = system.definition.key_password; key.exists()) add(key.text(), key);
  }
  return named;
}

void Configuration::check_secrets() {
  for (const auto& secret : named_secrets()) {
    try {
      if (secrets_->find(secret.name)) continue;
      violations_.add(secret.file, secret.line,
                      "the secret '" + secret.name + "' is nowhere: " + how_to_give(secret.name));
    } catch (const Error& e) {
      violations_.add(secret.file, secret.line, e.what());
    }
  }
}

bool Configuration::is_faulty(const std::string& mapping) const {
  return !mappings_->in(mapping) && !mappings_->out(mapping) && fs::exists(folder_ / "mappings" / (mapping + ".yaml"));
}

const sync::FlowDefinition* Configuration::find_flow(std::string_view name) const {
  const auto found = std::ranges::find(flows_, name, &sync::FlowDefinition::name);
  return found == flows_.end() ? nullptr : &*found;
}

const sync::FlowDefinition& Configuration::flow(std::string_view name) const {
  if (const auto* found = find_flow(name)) return *found;
  throw Error(ErrorKind::misconfigured,
              "there is no flow '" + std::string(name) + "'" + suggestion(name, flow_names()));
}

const System& Configuration::system(std::string_view name) const {
  const auto found = systems_.find(std::string(name));
  if (found != systems_.end()) return found->second;
  throw Error(ErrorKind::misconfigured,
              "there is no system '" + std::string(name) + "'" + suggestion(name, system_names()));
}

std::shared_ptr<const SealingKeys> Configuration::letter_keys(store::Access access) const {
  const fs::path file = letter_keys_file(hub_);
  const bool writes = access != store::Access::read_only;
  try {
    if (const auto text = secrets_->find(letter_keys_secret))
      return std::make_shared<const SealingKeys>(
          SealingKeys::parse(*text, "the secret " + std::string(letter_keys_secret)));
    if (!writes && !fs::exists(file)) return nullptr;
    fs::create_directories(file.parent_path());
    return std::make_shared<const SealingKeys>(SealingKeys::open_or_make(file));
  } catch (const Error&) {
    if (writes) throw;
    return nullptr;
  }
}

store::Options Configuration::store_options(store::Access access) const {
  store::Options options{.path = hub_.store,
                         .access = access,
                         .cache_mb = hub_.cache_mb,
                         .url = hub_.store_url,
                         .letter_keys = letter_keys(access)};
  for (const auto& [name, system] : systems_) {
    for (const auto& answer : system.answers) {
      for (auto& lookup : answer.lookups()) options.lookups.push_back(std::move(lookup));
    }
  }
  for (const auto& name : hub_.search)
    if (auto lookup = lookup_named(model_, name)) options.lookups.push_back(std::move(*lookup));
  return options;
}

std::vector<std::string> Configuration::flow_names() const {
  std::vector<std::string> names;
  names.reserve(flows_.size());
  for (const auto& flow : flows_) names.push_back(flow.name);
  return names;
}

std::vector<std::string> Configuration::system_names() const { return names_of(systems_); }

}  // namespace lt::app
