// Many claims of known source records at once, where each statement is a journey to the database: whose keys stay, on a
// row that nobody else speaks of, needs no decision.
#include "store/claim_placer.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"

#include <unordered_map>

namespace lt::store {

using model::Value;

std::vector<Effect> ClaimPlacer::place_familiars(int entity, std::span<const KnownClaim> claims) {
  std::vector<Effect> effects(claims.size(), Effect::absent);
  if (claims.size() < 2) return effects;
  const Scratch scratch(*this);
  std::vector<Value> ids;
  for (const KnownClaim& claim : claims)
    if (!claim.stored.shared && !claim.only_later()) ids.push_back(Value::integer(claim.stored.row));
  std::unordered_map<RowId, StoredRow> rows_by_id;
  if (!ids.empty())
    for (const StoredRow& row : rows(entity).read_all(std::move(ids), scratch.arena())) rows_by_id.emplace(row.id, row);

  std::vector<SourceRecord> records;
  std::vector<StoredRow> changed;
  std::vector<Seq> seqs;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto& [claim, stored] = claims[i];
    if (stored.shared) continue;
    effects[i] = Effect::unchanged;
    if (!claims[i].only_later()) {
      const auto found = rows_by_id.find(stored.row);
      const bool stays = found != rows_by_id.end() && found->second.single() &&
                         identity::same_keys(rows(entity).entity(), found->second.values, claim.values);
      if (!stays) {
        effects[i] = Effect::absent;
        continue;
      }
      StoredRow& row = found->second;
      if (!same_values(row.values, claim.values)) {
        effects[i] = Effect::updated;
        row.values = claim.values;
        changed.push_back(row);
        seqs.push_back(++seq_);
      }
    }
    records.push_back(claim.record);
  }
  if (!records.empty()) records_.hear_again(records);
  if (!changed.empty()) rows(entity).update_all(changed, seqs);
  return effects;
}

}  // namespace lt::store
