// Sample and library, brought together.
#include "subject.hpp"

#include "plugin_host/runner_limits.hpp"
#include "plugin_host/settings_check.hpp"

namespace lt::conformance {

Subject::Subject(const std::filesystem::path& library, std::filesystem::path sample, Place place)
    : library_(std::filesystem::absolute(library)), sample_(std::move(sample)), place_(place) {
  if (sample_.empty()) sample_ = library_.parent_path() / (library_.stem().string() + ".sample.yaml");
}

std::shared_ptr<const plugin_host::Plugin> Subject::plugin() const {
  plugin_host::Trust trust;
  trust.any = true;  // who tests a plugin has decided to run it
  if (place_ == Place::runner) return plugin_host::Plugin::load_in_runner(library_, trust, {});
  return plugin_host::Plugin::load(library_, trust);
}

std::string Subject::settings() const {
  Violations violations;
  const YamlNode sample = YamlNode::load_file(sample_, violations);
  violations.raise();
  const auto connector = plugin();
  if (sample["connector"].text_or("") != connector->id()) {
    sample["connector"].violation("the sample is not one of the connector '" + std::string(connector->id()) + "'");
  }
  plugin_host::validate_settings(*connector, sample["settings"]);
  violations.raise();
  return plugin_host::settings_to_json(*connector, sample["settings"]);
}

std::unique_ptr<plugin_testing::Bench> Subject::bench() const {
  const auto connector = plugin();
  auto bench = std::make_unique<plugin_testing::Bench>(connector);
  for (const auto& secret : plugin_host::secret_names(connector->settings_schema(), settings())) {
    bench->give_secret(secret.name, "conformance-" + secret.name);
  }
  return bench;
}

std::vector<plugin_host::StreamInfo> Subject::streams(plugin_testing::Bench& bench) const {
  return bench.open(settings()).streams({});
}

}  // namespace lt::conformance
