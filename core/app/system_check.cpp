// One call of the connector, with what its error means.
#include "app/system_check.hpp"

#include "plugin_host/runner.hpp"

namespace lt::app {

SystemCheck check_system(const System& system, const FlowRunner& runner, const std::stop_token& stop) {
  if (!system.definition.enabled) return {.reachable = std::nullopt, .state = "off", .message = {}};
  try {
    plugin_host::Session session = runner.open(system);
    session.check(stop);
    const auto& processes = system.plugin->runner();
    const bool open = processes && !processes->open_doors().empty();
    return {.reachable = true,
            .state = "ok",
            .message = open ? "not wholly confined; " + processes->open_doors() : std::string()};
  } catch (const Error& error) {
    return {.reachable = false, .state = std::string(to_string(error.kind())), .message = error.what()};
  }
}

}  // namespace lt::app
