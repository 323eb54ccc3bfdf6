// What one source record says of one entity, on its way from the mapping to the store.
#pragma once

#include "base/clock.hpp"
#include "model/entity.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::model {

// Texts are borrowed from the batch's arena. A reference field holds, until the store resolves it, the position of the
// EntityRecord it means within the same MappedRecord.
struct EntityRecord {
  const Entity* entity = nullptr;
  std::span<Value> values;      // one for each field of the entity
  std::string_view source_key;  // what the source calls it, unique within (system, stream, entity)
  std::int64_t hash = 0;        // of the raw record for the mapping's first entity, of the mapped values for the others
  Milliseconds as_of = 0;       // the source's own time of the record; the time of receipt where it has none
};

// Why a record, or a field of it, is refused.
struct Reason {
  std::string code;     // stable word for grouping: "missing", "bad_date", "unknown_vaccine" …
  std::string field;    // entity.field
  std::string pointer;  // JSON pointer of the source value
  std::string message;  // for a person: what, the value, what to do
};

}  // namespace lt::model
