// Whether a partner can be reached as it is configured.
#pragma once

#include "app/flow_runner.hpp"

#include <optional>
#include <stop_token>
#include <string>

namespace lt::app {

struct SystemCheck {
  std::optional<bool> reachable;  // nothing: it is switched off
  std::string state;              // "ok", "off", or the kind of the error
  std::string message;            // why
};

// Reaches the system and changes nothing there.
SystemCheck check_system(const System& system, const FlowRunner& runner, const std::stop_token& stop);

}  // namespace lt::app
