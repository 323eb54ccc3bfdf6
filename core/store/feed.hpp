// Canonical rows as readers see them, and the change feed over them.
#pragma once

#include "base/arena.hpp"
#include "model/value.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace lt::store {

// One value for each field of the entity, in the model's order; references hold row ids.
struct Row {
  RowId id = 0;
  Seq seq = 0;           // of the row's own last change
  bool removed = false;  // a tombstone: values are empty but for those of the entity's first key
  std::span<const model::Value> values;
};

// How far a reader has come. Two rows may be due at one place (both refer to the row that changed), so the row counts.
struct FeedPosition {
  Seq seq = 0;
  RowId row = 0;

  friend auto operator<=>(const FeedPosition&, const FeedPosition&) = default;
};

// A stretch of the feed, or rows asked for by id. Texts live in `arena`; reuse the object to reuse its memory.
struct Rows {
  Arena arena;
  std::vector<Row> rows;
  FeedPosition last;  // continue from here; equals the position asked for where there was nothing
  bool more = false;  // the limit was reached

  void clear();
};

struct FeedQuery {
  int entity = 0;               // position in Model::entities()
  std::vector<int> references;  // fields whose referred rows make a row due when they change
  FeedPosition after;
  Seq up_to = std::numeric_limits<Seq>::max();
  int limit = 1000;
};

}  // namespace lt::store
