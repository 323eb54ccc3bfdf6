// Many new claims at once, where each statement is a journey to the database: whom nobody resembles needs no decision.
#include "store/claim_placer.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace lt::store {

using model::Value;

namespace {

// Of claims that agree in a key none is a stranger to the others.
void mark_alike(const model::Key& key, std::span<const std::span<Value>> values, std::vector<char>& known) {
  std::unordered_map<std::string, std::size_t> first;
  std::string words;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!identity::filled(key, values[i])) continue;
    words.clear();
    for (const int field : key.fields) {
      const Value& value = values[i][static_cast<std::size_t>(field)];
      words += value.kind() == Value::Kind::text      ? std::string(value.as_text())
               : value.kind() == Value::Kind::integer ? std::to_string(value.as_integer())
                                                      : std::to_string(value.as_decimal());
      words += '\x1f';
    }
    const auto [other, alone] = first.emplace(words, i);
    if (!alone) known[i] = known[other->second] = 1;
  }
}

}  // namespace

std::vector<RowId> ClaimPlacer::place_strangers(int entity, std::span<const NewClaim> claims) {
  std::vector<RowId> placed(claims.size());
  if (claims.size() < 2) return placed;
  std::vector<std::span<Value>> values;
  values.reserve(claims.size());
  for (const NewClaim& claim : claims) values.push_back(claim.values);
  std::vector<char> known(claims.size());
  const auto& keys = rows(entity).entity().keys;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    mark_alike(keys[k], values, known);
    rows(entity).mark_taken(static_cast<int>(k), values, known);
  }
  std::vector<StoredRow> made;
  std::vector<SourceRecord> records;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (known[i] != 0) continue;
    placed[i] = ++seq_;
    made.push_back({placed[i], claims[i].record.source, claims[i].record.key, claims[i].values});
    records.push_back(claims[i].record);
    records.back().row = placed[i];
  }
  if (made.empty()) return placed;
  // In the order of their own B-tree.
  std::ranges::sort(records, {}, &SourceRecord::key);
  rows(entity).insert_all(made);
  records_.insert_all(records);
  return placed;
}

}  // namespace lt::store
