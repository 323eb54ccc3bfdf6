// What a destination calls a row, and what was said under that name before it was known.
#include "store/claim_placer.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"

namespace lt::store {

void ClaimPlacer::name(int entity, const NewClaim& claim, RowId row) {
  // What a person has split off has no row by keys to which a name could be tied.
  judged_.show(row);
  if (!rows(entity).has(row)) return;
  place_on(entity, claim, row);
  const auto& keys = rows(entity).entity().keys;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (keys[k].weak || !identity::filled(keys[k], claim.values)) continue;
    std::vector<RowId> bearers;
    rows(entity).find(static_cast<int>(k), claim.values, bearers);
    for (const RowId bearer : bearers)
      if (bearer != row) join_rows(entity, bearer, row);
  }
}

void ClaimPlacer::join_rows(int entity, RowId from, RowId to) {
  {
    Scratch scratch(*this);
    const StoredRow one = read(entity, from, scratch.arena());
    const StoredRow other = read(entity, to, scratch.arena());
    for (const auto& key : rows(entity).entity().keys)
      if (!key.weak && identity::contradicts(key, one.values, other.values)) return;
  }
  while (has(entity, from)) {
    Scratch scratch(*this);
    const StoredRow row = read(entity, from, scratch.arena());
    NewClaim claim;
    claim.record.source = row.source;
    claim.record.key = row.source_key;
    if (!row.single()) {
      const auto records = records_.of_row(from, scratch.arena());
      claim.record.source = records.front().source;
      claim.record.key = records.front().key;
    }
    place_on(entity, claim, to);
  }
}

void ClaimPlacer::place_on(int entity, const NewClaim& claim, RowId row) {
  Scratch scratch(*this);
  Arena& arena = scratch.arena();
  const auto stored = records_.find(claim.record.source, claim.record.key);
  if (!stored) {
    join(entity, row, claim, arena);
    return;
  }
  if (stored->row == row) return;
  StoredRow from = read(entity, stored->row, arena);
  NewClaim moved{*stored, from.values};
  moved.record.key = claim.record.key;
  if (from.single()) return leave_alone(entity, moved, from, row, arena);
  const bool source_stays = take_out(entity, from, moved, arena);
  refold(entity, from, arena);
  join(entity, row, moved, arena);
  if (!source_stays) repoint(entity, from.id, row, moved.record.source);
}

bool ClaimPlacer::take_out(int entity, const StoredRow& from, NewClaim& claim, Arena& arena) {
  bool source_stays = false;
  for (const SourceRecord& record : records_.of_row(from.id, arena)) {
    const bool same = record.source == claim.record.source;
    if (same && record.key == claim.record.key)
      claim.values = read_document(rows(entity).entity(), record.document, arena);
    source_stays = source_stays || (same && record.key != claim.record.key);
  }
  records_.remove(claim.record.source, claim.record.key);
  return source_stays;
}

}  // namespace lt::store
