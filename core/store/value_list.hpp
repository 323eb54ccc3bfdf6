// Arrays for statements that are about many rows, where each statement is a journey.
#pragma once

#include "model/value.hpp"

#include <iterator>
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

}  // namespace lt::store
