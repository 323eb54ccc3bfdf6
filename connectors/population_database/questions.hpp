// The questions that the population database answers now: who a citizen is, and whether a number and a name go
// together.
#pragma once

#include "service.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace lt::population {

// {"citizen_id", "full_name", "birth_date": "1990" or "1990-05-04", "officer"?} →
// {"found": bool, "citizens": [what the system says, by its own names]}. Throws Failure, failed for a question
// that is not whole.
boost::json::value look_up_citizen(Service& service, const sdk::Host& host, const boost::json::value& question);

// {"citizen_id" or "old_citizen_id" or both, "full_name", "officer"?} → {"exists": bool}. Throws Failure.
boost::json::value verify_citizen(Service& service, const sdk::Host& host, const boost::json::value& question);

}  // namespace lt::population
