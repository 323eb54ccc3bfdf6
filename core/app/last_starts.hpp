// When each flow was started last, as the store's ledger says, for the scheduler.
#pragma once

#include "schedule/scheduler.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"

#include <map>
#include <string>
#include <vector>

namespace lt::app {

// Every run's start stands in the store already, so there is nothing to save. Flows and store outlive it.
class LastStarts : public schedule::ScheduleState {
 public:
  LastStarts(const std::vector<sync::FlowDefinition>& flows, const store::Store& store)
      : flows_(flows), store_(store) {}

  std::map<std::string, schedule::LastStart> load() override;
  void save(const std::string&, Milliseconds) override {}

 private:
  const std::vector<sync::FlowDefinition>& flows_;
  const store::Store& store_;
};

}  // namespace lt::app
