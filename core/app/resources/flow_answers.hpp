// Flows as the API shows them.
#pragma once

#include "api/endpoint.hpp"
#include "app/resources/resources.hpp"

#include <boost/json.hpp>

namespace lt::app {

// FlowDetail.
boost::json::object flow_detail(const api::Call& call, const HubView& hub, const sync::FlowDefinition& flow);

}  // namespace lt::app
