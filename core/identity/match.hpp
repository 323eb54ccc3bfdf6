// Which canonical row a source record speaks of, decided from the keys of the model: pure and deterministic.
#pragma once

#include "model/entity.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lt::identity {

// A row that has the same values as the record in one key.
struct Candidate {
  std::int64_t row = 0;
  int key = 0;                           // position in Entity::keys
  std::span<const model::Value> values;  // of the row, without what this source record says itself
};

struct Conflict {
  std::int64_t row = 0;
  int key = 0;
};

struct Decision {
  std::optional<std::int64_t> row;  // nothing: the record is something new
  std::vector<Conflict> conflicts;  // rows that a key points to but that were not taken
};

// Whether all fields of a key have a value.
bool filled(const model::Key& key, std::span<const model::Value> values);

// Whether both sides fill the key and differ in it.
bool contradicts(const model::Key& key, std::span<const model::Value> a, std::span<const model::Value> b);

// Whether every key has the same values on both sides.
bool same_keys(const model::Entity& entity, std::span<const model::Value> a, std::span<const model::Value> b);

// Candidates in any order. Keys decide in the order of the model: a candidate by a strong key stands where no earlier
// strong key contradicts; one by a weak key where no strong key at all does and no other row stands by the same key,
// since two rows that look alike give no reason to guess.
Decision decide(const model::Entity& entity, std::span<const model::Value> values,
                std::span<const Candidate> candidates);

}  // namespace lt::identity
