// Looks among the flows.
#include "app/own_flow.hpp"

#include <algorithm>

namespace lt::app {

const sync::FlowDefinition* own_flow(const Configuration& configuration, std::string_view stream) {
  const auto& flows = configuration.flows();
  const auto found = std::ranges::find_if(flows, [&](const auto& flow) {
    return flow.system == sync::own_system && flow.direction == sync::Direction::in && flow.stream == stream;
  });
  return found == flows.end() ? nullptr : &*found;
}

}  // namespace lt::app
