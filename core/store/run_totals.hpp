// All runs of one flow that began within a period, added up.
#pragma once

#include "store/ledger.hpp"

#include <cstdint>
#include <map>

namespace lt::store {

struct RunTotals {
  std::map<RunState, std::int64_t> runs;
  Counts counts;
  std::int64_t unbalanced = 0;  // runs whose own ledger does not balance

  std::int64_t all() const {
    std::int64_t sum = 0;
    for (const auto& [state, count] : runs) sum += count;
    return sum;
  }
  std::int64_t of(RunState state) const {
    const auto found = runs.find(state);
    return found == runs.end() ? 0 : found->second;
  }
};

}  // namespace lt::store
