// The registry of checks over several fields of one record, which a rule in the model names.
#pragma once

#include "model/record.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lt::model {

// A check's view of one record: the values of the rule's fields in the rule's order.
struct CheckInput {
  const Entity& entity;
  const Rule& rule;
  std::span<const Value> all;
  std::string_view today;  // "YYYY-MM-DD"

  const Value& value(std::size_t i) const { return all[static_cast<std::size_t>(rule.fields[i])]; }
  const Field& field(std::size_t i) const { return entity.fields[static_cast<std::size_t>(rule.fields[i])]; }
};

struct Check {
  std::string_view name;
  std::size_t least_fields;
  std::size_t most_fields;
  std::string_view fields;  // what they mean, in order, for messages
  std::optional<Reason> (*run)(const CheckInput& input);
};

std::span<const Check> checks();
const Check* find_check(std::string_view name);

}  // namespace lt::model
