// Rows of several sources, folded again as today's model says.
#include "store/claim_placer.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"

#include <limits>

namespace lt::store {

Refolded ClaimPlacer::refold_after(int entity, RowId after, int most) {
  Refolded result;
  result.changed_fields.resize(rows(entity).entity().fields.size());
  std::vector<RowId> shared;
  rows(entity).shared_after(after, most, shared);
  result.done = std::ssize(shared) < most;
  result.last = result.done ? std::numeric_limits<RowId>::max() : shared.back();
  // Rows that a judgement hides are folded again as well: an undoing brings them back.
  judged_.held_between(entity, after, result.last, shared);
  for (const RowId id : shared) {
    Scratch scratch(*this);
    judged_.show(id);
    if (!rows(entity).has(id)) continue;
    StoredRow row = read(entity, id, scratch.arena());
    if (row.single()) continue;
    const std::span<const model::Value> before = row.values;
    ++result.rows;
    if (!refold(entity, row, scratch.arena())) continue;
    result.updated.push_back(id);
    for (std::size_t f = 0; f < before.size(); ++f)
      if (!same_values(before.subspan(f, 1), row.values.subspan(f, 1))) ++result.changed_fields[f];
  }
  return result;
}

Refolded Transaction::refold(int entity, RowId after, int most) {
  return state_->writer.placer->refold_after(entity, after, most);
}

}  // namespace lt::store
