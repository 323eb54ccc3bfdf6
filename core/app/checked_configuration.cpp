// What hangs together first, then what needs that.
#include "app/checked_configuration.hpp"

#include "app/flow_runner.hpp"

namespace lt::app {
namespace {

void check_certificate(const HubSettings& hub, const std::filesystem::path& folder, Violations& violations) {
  if (!hub.tls) return;
  try {
    api::TlsIdentity{*hub.tls};
  } catch (const Error& error) {
    violations.add((folder / "hub.yaml").string(), 0, error.what());
  }
}

}  // namespace

std::unique_ptr<Configuration> check_whole(const std::filesystem::path& folder, const Clock& clock,
                                           const std::filesystem::path& home) {
  auto configuration = Configuration::load(folder, home);
  Violations& violations = configuration->violations();
  configuration->check_secrets();
  check_certificate(configuration->hub(), folder, violations);
  if (!violations.empty()) return configuration;
  configuration->run_examples(violations);
  FlowRunner(*configuration, clock).check_streams(violations);
  return configuration;
}

}  // namespace lt::app
