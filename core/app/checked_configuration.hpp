// A configuration with all that can be known to be wrong with it before it serves.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"

#include <filesystem>
#include <memory>

namespace lt::app {

// Read, with its secrets, its certificate, every mapping's examples and every flow's stream looked at: ask
// violations(). `home`: where relative paths of hub.yaml begin; empty: the folder. Reaches no partner.
std::unique_ptr<Configuration> check_whole(const std::filesystem::path& folder, const Clock& clock,
                                           const std::filesystem::path& home = {});

}  // namespace lt::app
