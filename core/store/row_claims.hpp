// All that sources say of one row, whether the row is its only source's document or not.
#pragma once

#include "base/arena.hpp"
#include "model/fold.hpp"
#include "store/source_records.hpp"

#include <optional>
#include <vector>

namespace lt::store {

class ReaderState;

struct RowClaims {
  RowId id = 0;
  Seq seq = 0;
  bool single = false;
  std::span<model::Value> values;  // as stored
  std::vector<SourceRecord> records;
  std::vector<model::Claim> claims;  // one for each record
};

// Texts live in the arena. Nothing where there is no such row; no records where its source record is missing.
std::optional<RowClaims> read_claims(ReaderState& state, const model::Entity& entity, RowId id, Arena& arena);

}  // namespace lt::store
