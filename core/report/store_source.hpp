// Collects what reports need to know from the definitions, the store and the scheduler.
#pragma once

#include "report/sync_status.hpp"
#include "schedule/agenda.hpp"
#include "store/reader.hpp"
#include "sync/flow_definition.hpp"

#include <map>
#include <string>
#include <vector>

namespace lt::report {

struct Surroundings {
  const std::vector<sync::FlowDefinition>& flows;
  const std::map<std::string, model::Label>& systems;     // labels by name; a system that is not there has its name
  const std::vector<schedule::FlowState>& schedule = {};  // of a scheduler that runs; empty where none does
};

// Throws lt::Error as the store does.
ReportSource read_source(const Surroundings& surroundings, store::Reader& reader, Period period, Milliseconds now);

}  // namespace lt::report
