// A whole entity brought to today's merge policy, as one run.
#pragma once

#include "store/store.hpp"

#include <stop_token>
#include <string>

namespace lt::sync {

struct RefoldOrder {
  bool dry_run = false;  // nothing stays of it, not even a run
  std::string who = {};
  std::string reason = {};
};

struct RefoldResult {
  store::RunId run = 0;  // 0: a dry run
  bool complete = false;
  std::int64_t rows = 0;  // of several sources
  std::int64_t updated = 0;
  std::vector<std::int64_t> changed_fields;  // in how many rows, by position in Entity::fields
  std::vector<store::RowId> examples;        // of updated rows, the first ten
};

// Takes the writer's turn a thousand rows at a time, so that flows go on beside it. The run, of the flow
// "refold.ENTITY", says who, why and which fields. Throws Error unavailable where another refolds the entity at this
// moment.
RefoldResult refold(store::Store& store, int entity, const RefoldOrder& order, const std::stop_token& stop);

}  // namespace lt::sync
