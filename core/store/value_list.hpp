// Arrays for statements that are about many rows, where each statement is a journey.
#pragma once

#include "model/value.hpp"

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// One array of what `of` takes from each item: a parameter of a statement that is about many rows.
template <class Items, class Of>
std::vector<model::Value> list_of(const Items& items, const Of& of) {
  std::vector<model::Value> values;
  values.reserve(std::size(items));
  for (const auto& item : items) values.push_back(of(item));
  return values;
}

// `column = ANY(array)` for a parameter that the planner cannot look into: so it follows the index, where for thousands
// of values that it sees it may read the whole table instead.
inline std::string any_of(std::string_view column, std::string_view array_type) {
  std::string text(column);
  text += " = ANY(CAST((SELECT CAST(? AS ";
  text += array_type;
  text += ")) AS ";
  text += array_type;
  return text += "))";
}

}  // namespace lt::store
