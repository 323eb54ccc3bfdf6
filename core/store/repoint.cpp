// What refers to a row whose claim moved moves along: each such record is placed again with the new reference. What
// refers to a row that went for good lets go of it, or goes with it.
#include "store/claim_placer.hpp"
#include "store/documents.hpp"

namespace lt::store {

using model::Value;

void ClaimPlacer::repoint(int entity, RowId from, RowId to, std::optional<std::int64_t> source) {
  const std::string& target = rows(entity).entity().name;
  for (std::size_t e = 0; e < rows_.size(); ++e) {
    const auto& fields = rows_[e].entity().fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].type != model::FieldType::reference || fields[f].target != target) continue;
      std::vector<RowId> referring;
      rows_[e].referring(static_cast<int>(f), from, referring);
      for (const RowId id : referring) repoint_row(static_cast<int>(e), static_cast<int>(f), id, from, to, source);
    }
  }
}

void ClaimPlacer::repoint_row(int entity, int field, RowId id, RowId from, RowId to,
                              std::optional<std::int64_t> source) {
  const auto speaks = [&](std::int64_t claimant) {
    if (!source) return true;
    const SourceName a = names_.name(*source);
    const SourceName& b = names_.name(claimant);
    return a.system == b.system && a.stream == b.stream;
  };
  Arena arena;
  const auto row = rows(entity).read(id, arena);
  if (!row) return;  // an earlier step of the same repointing moved its last claim away

  const bool needs_one = rows(entity).entity().fields[static_cast<std::size_t>(field)].required;
  std::vector<NewClaim> claims;
  const auto add = [&](const SourceRecord& record, std::span<Value> values) {
    Value& reference = values[static_cast<std::size_t>(field)];
    if (reference.as_integer() != from || !speaks(record.source)) return;
    reference = to != 0 ? Value::integer(to) : Value();
    claims.push_back({record, values});
    claims.back().record.document = {};
  };
  if (row->single()) {
    if (auto record = records_.find(row->source, row->source_key)) add(*record, row->values);
  } else {
    for (const SourceRecord& record : records_.of_row(id, arena))
      add(record, read_document(rows(entity).entity(), record.document, arena));
  }
  if (to == 0) note_former(entity, id, Value::integer(from));
  for (const NewClaim& claim : claims) {
    if (to == 0 && needs_one) {
      withdraw(entity, claim.record.source, claim.record.key);
    } else if (const auto stored = records_.find(claim.record.source, claim.record.key)) {
      place_again(entity, claim, *stored);
    }
  }
}

Effect ClaimPlacer::withdraw(int entity, std::int64_t source, std::string_view key) {
  const auto stored = records_.find(source, key);
  if (!stored) return Effect::absent;
  Arena arena;
  StoredRow row = read(entity, stored->row, arena);
  records_.remove(source, key);
  if (!row.single()) return refold(entity, row, arena) ? Effect::updated : Effect::unchanged;
  remove(entity, row, 0);
  repoint(entity, row.id, 0, std::nullopt);
  return Effect::updated;
}

}  // namespace lt::store
