// Runs, rehearsals and ledgers as JSON and as text for people.
#pragma once

#include "app/flow_runner.hpp"
#include "base/clock.hpp"
#include "sync/flow_definition.hpp"
#include "sync/refold.hpp"
#include "sync/run_result.hpp"

#include <boost/json/object.hpp>

#include <iosfwd>

namespace lt::app {

std::string timestamp_text(Milliseconds moment);  // canonical, local time of Vietnam
boost::json::object to_json(const store::Counts& counts, sync::Direction direction);
boost::json::object to_json(const store::CountsByEntity& entities);
// "read 10 = created 9 + … + dead 1".
std::string equation(const store::Counts& counts, sync::Direction direction, bool vietnamese);
boost::json::array to_json(const std::vector<model::Reason>& reasons);
boost::json::object to_json(const sync::RunResult& result, const sync::FlowDefinition& flow);
boost::json::object to_json(const FlowDryRun& dry, sync::Direction direction);
boost::json::object to_json(const model::Entity& entity, const sync::RefoldResult& result);

void print(std::ostream& out, const sync::RunResult& result, const sync::FlowDefinition& flow, bool vietnamese);
void print(std::ostream& out, const FlowDryRun& dry, sync::Direction direction, bool vietnamese);

}  // namespace lt::app
