// How the hub stands at this moment, as events: flows, the last runs, letters that wait, questions that wait.
#pragma once

#include "app/configuration.hpp"
#include "app/events.hpp"
#include "app/jobs.hpp"
#include "schedule/agenda.hpp"
#include "store/reader.hpp"

#include <vector>

namespace lt::app {

Present present_of(const Configuration& configuration, store::Reader& reader,
                   const std::vector<schedule::FlowState>& states);
// Without its result, for which who hears of it asks.
Event event_of(const Job& job);

}  // namespace lt::app
