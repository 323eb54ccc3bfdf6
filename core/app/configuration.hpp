// Everything that the hub is told by files, read and checked together before anything runs.
#pragma once

#include "app/hub_settings.hpp"
#include "app/retention_settings.hpp"
#include "base/yaml.hpp"
#include "mapping/mappings.hpp"
#include "mapping/summary.hpp"
#include "model/entity.hpp"
#include "plugin_host/plugin.hpp"
#include "plugin_host/secrets.hpp"
#include "plugin_host/system_definition.hpp"
#include "qr/reading.hpp"
#include "report/report_settings.hpp"
#include "report/texts.hpp"
#include "store/store.hpp"
#include "sync/answer.hpp"
#include "sync/flow_definition.hpp"
#include "units/catalogue.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

// One partner with the connector that speaks to it.
struct System {
  plugin_host::SystemDefinition definition;
  std::shared_ptr<const plugin_host::Plugin> plugin;  // null where it could not be loaded: a violation says why
  std::string settings_json;
  std::vector<sync::Answer> answers;  // what it may look up
};

// A secret's name where a file names it.
struct NamedSecret {
  std::string name;
  std::string file;
  int line = 0;
};

class Configuration {
 public:
  // Reads the folder but for secrets: hub.yaml, retention.yaml, model/, reference/, mappings/, systems/,
  // flows/, summaries/, report/, report.yaml. Never throws for what the files say:
  // ask violations().
  // `home`: where relative paths of hub.yaml begin; empty: the folder.
  static std::unique_ptr<Configuration> load(const std::filesystem::path& folder,
                                             const std::filesystem::path& home = {});

  // The same, and throws ConfigurationError where anything is wrong.
  static std::unique_ptr<Configuration> load_valid(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  const HubSettings& hub() const { return hub_; }
  const RetentionSettings& retention() const { return retention_; }
  const model::Model& model() const { return model_; }
  const units::Catalogue& units() const { return *units_; }
  const mapping::Mappings& mappings() const { return *mappings_; }
  // What mappings are read with, beside their files.
  mapping::Surroundings surroundings() const { return {model_, tables_, units_.get(), &qr_}; }
  // Of a derive flow's "summary.NAME"; null where there is none.
  std::shared_ptr<const mapping::Summary> summary(std::string_view from) const;
  const mapping::Summaries& summaries() const { return summaries_; }
  // Adds what the examples of every mapping and summary show to be wrong.
  void run_examples(Violations& violations) const;
  const std::map<std::string, System>& systems() const { return systems_; }
  const std::vector<sync::FlowDefinition>& flows() const { return flows_; }
  const plugin_host::Secrets& secrets() const { return *secrets_; }
  const qr::Reader& qr() const { return qr_; }
  const report::Texts& texts() const { return texts_; }
  const report::ReportSettings& reports() const { return reports_; }
  Violations& violations() { return violations_; }

  // Adds a violation for each secret that a system names and that is nowhere. Only what speaks to partners needs them.
  void check_secrets();
  // Those names, each with its place.
  std::vector<NamedSecret> named_secrets() const;

  // Makes the key of the hub's own passes where there is none, so that a hub believes passes issued while it serves.
  // Where that cannot be, who issues a pass is told.
  void make_pass_key();

  // Null where there is none.
  const sync::FlowDefinition* find_flow(std::string_view name) const;
  // Throw Error(misconfigured) with the nearest right name where there is none.
  const sync::FlowDefinition& flow(std::string_view name) const;
  const System& system(std::string_view name) const;
  // The store as the configuration wants it. Makes the keys of dead letters where there are none and `access` writes;
  // throws Error where they cannot be had then. Who only reads goes without.
  store::Options store_options(store::Access access) const;

  // Null where there are none and `access` only reads.
  std::shared_ptr<const SealingKeys> letter_keys(store::Access access) const;

  std::vector<std::string> flow_names() const;
  std::vector<std::string> system_names() const;

 private:
  explicit Configuration(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void read(const std::filesystem::path& home);
  void read_qr();
  std::optional<std::string> own_public_key() const;
  void read_systems();
  std::shared_ptr<const plugin_host::Plugin> load_connector(const plugin_host::SystemDefinition& system,
                                                            const std::filesystem::path& file) const;
  void check_flows();
  // A mapping that has faults of its own: they are reported at its own lines already.
  bool is_faulty(const std::string& mapping) const;
  void check_flow(const sync::FlowDefinition& flow);
  void check_mapping(const sync::FlowDefinition& flow, const std::string& name, sync::Direction direction);
  void check_derived();
  void check_reports();
  void check_own(const sync::FlowDefinition& flow);
  void check_hours(const sync::FlowDefinition& flow);
  void check_remote_id(const sync::FlowDefinition& flow);

  std::filesystem::path folder_;
  Violations violations_;
  HubSettings hub_;
  RetentionSettings retention_;
  model::Model model_;
  mapping::ReferenceTables tables_;
  std::unique_ptr<const units::Catalogue> units_;
  qr::Reader qr_;
  std::unique_ptr<mapping::Mappings> mappings_;
  std::unique_ptr<plugin_host::Secrets> secrets_;
  mapping::Summaries summaries_;
  report::Texts texts_;
  report::ReportSettings reports_;
  std::map<std::string, System> systems_;
  std::vector<sync::FlowDefinition> flows_;
};

// The key that the hub signs passes with: the secret `pass_signing_key`, or a file beside the store.
inline constexpr std::string_view pass_key_secret = "pass_signing_key";
std::filesystem::path pass_key_file(const HubSettings& hub);

// The keys that seal dead letters: the secret `dead_letter_keys`, else a file beside the store.
inline constexpr std::string_view letter_keys_secret = "dead_letter_keys";
std::filesystem::path letter_keys_file(const HubSettings& hub);

// The connectors that the hub can load: id → file, the first folder that has it first.
std::map<std::string, std::filesystem::path> find_connectors(const std::vector<std::filesystem::path>& folders);

}  // namespace lt::app
