// Whether one entity's values keep to the model.
#pragma once

#include "model/record.hpp"

#include <vector>

namespace lt::model {

// Every field and rule that is broken; empty where the record is good. `today` is the local date "YYYY-MM-DD" against
// which dates in the future are refused.
std::vector<Reason> validate(const EntityRecord& record, std::string_view today);

// The checks that a rule may name, for the configuration's own validation.
std::vector<std::string> rule_checks();

}  // namespace lt::model
