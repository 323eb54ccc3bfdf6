// What a batch of mapped records is when it comes to the store, and what became of it.
#pragma once

#include "model/record.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lt::store {

using RunId = std::int64_t;
using RowId = std::int64_t;  // of a canonical row, unique over all entities
using Seq = std::int64_t;    // place in the change feed, growing over all entities

// Who speaks: together with an entity and a source key this names one source record.
struct Source {
  std::string system;
  std::string stream;

  friend bool operator==(const Source&, const Source&) = default;
};

// One raw record, mapped: the mapping's first entity comes first. A reference field holds the position in `entities`
// of the record it means, or the id of a canonical row with a minus before it, or is empty; absorb() puts the id of the
// canonical row in its place. Texts and values are
// borrowed from the caller's arena until absorb() returns.
struct Incoming {
  std::span<model::EntityRecord> entities;
};

// A text field of one canonical row.
struct NamedField {
  int entity = 0;  // position in Model::entities()
  RowId row = 0;
  int field = 0;
};

// `absent`: what was to be withdrawn was never said. `erased`: it is of a person who was erased, so nothing of it is
// stored; counted as filtered. `superseded`: the store already holds a later word of the same
// source record; counted as unchanged.
enum class Effect : std::uint8_t { absent, erased, unchanged, superseded, updated, created };

struct EntityCounts {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t removed = 0;    // rows left without a source because their last claim moved to another row
  std::int64_t conflicts = 0;  // records whose keys point to two rows; the first key in order decided
  std::int64_t erased = 0;     // records left out because their person was erased

  friend bool operator==(const EntityCounts&, const EntityCounts&) = default;
  EntityCounts& operator+=(const EntityCounts& other);
};

struct Absorbed {
  // One for each Incoming: what happened to its first entity, or `updated` where only another of its entities changed.
  std::vector<Effect> records;
  std::vector<RowId> rows;             // one for each Incoming: the canonical row of its first entity
  std::vector<EntityCounts> entities;  // by position in Model::entities()
};

// A stretch of an entity's rows of several sources, folded again.
struct Refolded {
  RowId last = 0;                            // where the next stretch begins
  bool done = false;                         // there is none
  std::int64_t rows = 0;                     // looked at
  std::vector<RowId> updated;                // of them, those that are not what they were
  std::vector<std::int64_t> changed_fields;  // in how many rows, by position in Entity::fields
};

}  // namespace lt::store
