// Many claims of known source records at once, where each statement is a journey to the database: whose keys stay, on a
// row that nobody else speaks of, needs no decision.
#include "store/claim_placer.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"

#include <unordered_map>

namespace lt::store {

using model::Value;

namespace {

// What many rows become, and the fields in which any of them differs from before.
struct Changes {
  explicit Changes(const model::Entity& entity) : differs(entity.fields.size()) {}

  void add(StoredRow row, std::span<Value> values, Seq seq) {
    for (std::size_t f = 0; f < differs.size(); ++f)
      if (!(row.values[f] == values[f])) differs[f] = 1;
    row.values = values;
    rows.push_back(row);
    seqs.push_back(seq);
  }
  std::vector<std::size_t> fields() const {
    std::vector<std::size_t> positions;
    for (std::size_t f = 0; f < differs.size(); ++f)
      if (differs[f] != 0) positions.push_back(f);
    return positions;
  }

  std::vector<StoredRow> rows;
  std::vector<Seq> seqs;
  std::vector<char> differs;
};

}  // namespace

std::unordered_map<RowId, StoredRow> ClaimPlacer::rows_alone(int entity, std::span<const KnownClaim> claims,
                                                             Arena& arena) {
  std::vector<Value> ids;
  for (const KnownClaim& claim : claims)
    if (!claim.stored.shared && !claim.only_later()) ids.push_back(Value::integer(claim.stored.row));
  std::unordered_map<RowId, StoredRow> found;
  if (ids.empty()) return found;
  for (const StoredRow& row : rows(entity).read_all(std::move(ids), arena))
    if (row.single()) found.emplace(row.id, row);
  return found;
}

std::vector<Effect> ClaimPlacer::place_familiars(int entity, std::span<const KnownClaim> claims) {
  std::vector<Effect> effects(claims.size(), Effect::absent);
  if (claims.size() < 2) return effects;
  const Scratch scratch(*this);
  const model::Entity& definition = rows(entity).entity();
  const auto alone = rows_alone(entity, claims, scratch.arena());
  std::vector<SourceRecord> records;
  Changes changes(definition);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto& [claim, stored] = claims[i];
    if (stored.shared) continue;
    effects[i] = Effect::unchanged;
    if (!claims[i].only_later()) {
      const auto row = alone.find(stored.row);
      if (row == alone.end() || !identity::same_keys(definition, row->second.values, claim.values)) {
        effects[i] = Effect::absent;
        continue;
      }
      if (!same_values(row->second.values, claim.values)) {
        effects[i] = Effect::updated;
        changes.add(row->second, claim.values, ++seq_);
      }
    }
    records.push_back(claim.record);
  }
  if (!records.empty()) records_.hear_again(records);
  if (!changes.rows.empty()) rows(entity).update_all(changes.rows, changes.seqs, changes.fields());
  return effects;
}

}  // namespace lt::store
