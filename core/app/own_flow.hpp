// The flows by which the hub's own word comes into its store.
#pragma once

#include "app/configuration.hpp"

#include <string_view>

namespace lt::app {

// The in-flow of the system "lienthong" with this stream; null where none is configured.
const sync::FlowDefinition* own_flow(const Configuration& configuration, std::string_view stream);

}  // namespace lt::app
