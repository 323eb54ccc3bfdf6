// Whether one entity's values keep to the model.
#pragma once

#include "model/record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::model {

// Every field and rule that is broken; empty where the record is good. `today` is the local date "YYYY-MM-DD" against
// which dates in the future are refused.
std::vector<Reason> validate(const EntityRecord& record, std::string_view today);

// One field alone: that it is filled where required, its type, form, bounds and allowed values.
std::optional<Reason> check_field(const Entity& entity, int position, const Value& value);

// The rules alone, without the fields.
void check_rules(const EntityRecord& record, std::string_view today, std::vector<Reason>& reasons);

// The text of a value for a message: quoted, at most 60 bytes of it.
std::string shown(const Value& value);

// The checks that a rule may name, for the configuration's own validation.
std::vector<std::string> rule_checks();

}  // namespace lt::model
