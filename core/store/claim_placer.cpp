// Placing, folding and moving claims.
#include "store/claim_placer.hpp"

#include "base/error.hpp"
#include "model/fold.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"

#include <algorithm>
#include <string>

namespace lt::store {

using model::Value;

ClaimPlacer::ClaimPlacer(Connection& connection, const model::Model& model)
    : connection_(&connection),
      model_(&model),
      names_(connection),
      records_(connection),
      judged_(connection, model, rows_, records_, names_, seq_),
      bury_(connection, "INSERT INTO removed (seq, entity, row, moved_to, doc, at) VALUES (?, ?, ?, ?, ?, ?)"),
      former_(connection, "INSERT INTO former_reference (target, entity, row) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
      conflict_(connection,
                "INSERT INTO identity_conflict (entity, key, row, other, source, source_key, run) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING") {
  for (const auto& entity : model.entities()) rows_.emplace_back(connection, *entity);
  for (std::size_t e = 0; e < rows_.size(); ++e) rows_[e].watch(judged_, static_cast<int>(e));
  records_.watch(judged_);
}

void ClaimPlacer::start(Seq seq, std::int64_t judged, Milliseconds now) {
  seq_ = seq;
  now_ = now;
  judged_.start(judged);
  depth_ = 0;
  side_effects_.assign(rows_.size(), {});
}

StoredRow ClaimPlacer::read(int entity, RowId id, Arena& arena) {
  if (auto row = rows(entity).read(id, arena)) return *row;
  throw Error(ErrorKind::failed, "store " + connection_->name() + ": " + rows(entity).entity().name + " " +
                                     std::to_string(id) + " is missing; run 'lienthong status --check'");
}

Placed ClaimPlacer::place_new(int entity, const NewClaim& claim) {
  // Most claims of a first load are new: trying the insert costs less than asking first.
  if (!later_key_taken(entity, claim.values)) {
    const StoredRow row{seq_ + 1, claim.record.source, claim.record.key, claim.values};
    if (rows(entity).insert(row)) {
      SourceRecord record = claim.record;
      record.row = row.id;
      records_.insert(record);
      seq_ = row.id;
      return {row.id, Effect::created};
    }
  }
  Scratch scratch(*this);
  const auto target = identify(entity, claim, 0, {}, scratch.arena());
  if (!target) return {insert_alone(entity, claim, scratch.arena()), Effect::created};
  const bool changed = join(entity, *target, claim, scratch.arena());
  return {*target, changed ? Effect::updated : Effect::unchanged};
}

Placed ClaimPlacer::place_again(int entity, const NewClaim& claim, const SourceRecord& stored) {
  Scratch scratch(*this);
  StoredRow row = read(entity, stored.row, scratch.arena());
  return row.single() ? place_single(entity, claim, row, scratch.arena())
                      : place_shared(entity, claim, row, scratch.arena());
}

Placed ClaimPlacer::confirm(int entity, const SourceRecord& stored, Milliseconds as_of) {
  records_.confirm(stored.source, stored.key, as_of);
  if (!stored.shared) return {stored.row, Effect::unchanged};
  Scratch scratch(*this);
  StoredRow row = read(entity, stored.row, scratch.arena());
  return {stored.row, refold(entity, row, scratch.arena()) ? Effect::updated : Effect::unchanged};
}

// Whether a row has the values of a key that no unique index guards.
bool ClaimPlacer::later_key_taken(int entity, std::span<const Value> values) {
  const auto& keys = rows(entity).entity().keys;
  std::vector<RowId> found;
  for (std::size_t k = 0; k < keys.size() && found.empty(); ++k)
    if ((k > 0 || keys[k].weak) && identity::filled(keys[k], values))
      rows(entity).find(static_cast<int>(k), values, found);
  return !found.empty();
}

std::optional<RowId> ClaimPlacer::identify(int entity, const NewClaim& claim, RowId self,
                                           std::span<const Value> values_without_claim, Arena& arena) {
  const model::Entity& definition = rows(entity).entity();
  std::vector<identity::Candidate> candidates;
  std::vector<RowId> found;
  for (std::size_t k = 0; k < definition.keys.size(); ++k) {
    const model::Key& key = definition.keys[k];
    if (!identity::filled(key, claim.values)) continue;
    found.clear();
    rows(entity).find(static_cast<int>(k), claim.values, found);
    for (const RowId id : found) {
      if (id != self) {
        candidates.push_back({id, static_cast<int>(k), read(entity, id, arena).values});
      } else if (!values_without_claim.empty() && identity::filled(key, values_without_claim) &&
                 !identity::contradicts(key, claim.values, values_without_claim)) {
        candidates.push_back({id, static_cast<int>(k), values_without_claim});
      }
    }
  }
  const identity::Decision decision = identity::decide(definition, claim.values, candidates);
  note_conflicts(entity, claim, decision);
  return decision.row;
}

void ClaimPlacer::note_conflicts(int entity, const NewClaim& claim, const identity::Decision& decision) {
  if (decision.conflicts.empty() || judged_.following()) return;
  const model::Entity& definition = rows(entity).entity();
  ++side_effects_[static_cast<std::size_t>(entity)].conflicts;
  for (const identity::Conflict& conflict : decision.conflicts) {
    std::string key;
    for (const int field : definition.keys[static_cast<std::size_t>(conflict.key)].fields)
      key += (key.empty() ? "" : ",") + definition.fields[static_cast<std::size_t>(field)].name;
    conflict_.bind(1, std::string_view(definition.name));
    conflict_.bind(2, std::string_view(key));
    conflict_.bind(3, decision.row.value_or(0));
    conflict_.bind(4, conflict.row);
    conflict_.bind(5, claim.record.source);
    conflict_.bind(6, claim.record.key);
    conflict_.bind(7, claim.record.run);
    conflict_.run();
  }
}

// Where folding several partial keys gives a first key that another row has, this row goes without its last field.
static void give_up_first_key(const model::Entity& entity, StoredRow& row, Arena& arena) {
  row.values = copy_values(row.values, arena);
  row.values[static_cast<std::size_t>(entity.keys.front().fields.back())] = Value{};
}

RowId ClaimPlacer::insert_alone(int entity, const NewClaim& claim, Arena& arena) {
  const auto former =
      judged_.following() ? judged_.former_row(claim.record.source, claim.record.key) : std::optional<RowId>();
  StoredRow row{former && !rows(entity).has(*former) ? *former : ++seq_, claim.record.source, claim.record.key,
                claim.values};
  if (!rows(entity).insert(row)) {
    give_up_first_key(rows(entity).entity(), row, arena);
    rows(entity).insert(row);
  }
  SourceRecord record = claim.record;
  record.row = row.id;
  record.document = {};
  records_.insert(record);
  return row.id;
}

bool ClaimPlacer::join(int entity, RowId target, const NewClaim& claim, Arena& arena) {
  const model::Entity& definition = rows(entity).entity();
  StoredRow row = read(entity, target, arena);
  std::string document;
  if (row.single()) {
    write_document(definition, row.values, document);
    records_.set_document(row.source, row.source_key, document);
    document.clear();
  }
  write_document(definition, claim.values, document);
  SourceRecord record = claim.record;
  record.row = target;
  record.document = document;
  records_.insert(record);
  return refold(entity, row, arena);
}

// Brings a row to what its source records say; true where its values changed. A row left with one source record
// becomes its document again.
bool ClaimPlacer::refold(int entity, StoredRow& row, Arena& arena) {
  const model::Entity& definition = rows(entity).entity();
  const auto records = records_.of_row(row.id, arena);
  std::vector<model::Claim> claims;
  claims.reserve(records.size());
  for (const SourceRecord& record : records)
    claims.push_back({names_.name(record.source).system, record.as_of, record.hash,
                      read_document(definition, record.document, arena)});
  model::Folded folded = model::fold(definition, claims);

  const std::int64_t source_before = row.source;
  const bool alone = records.size() == 1;
  row.source = alone ? records.front().source : 0;
  row.source_key = alone ? records.front().key : std::string_view{};
  if (alone) records_.set_document(row.source, row.source_key, {});
  if (same_values(row.values, folded.values)) {
    if (row.source != source_before) rows(entity).set_source(row);
    return false;
  }
  row.values = copy_values(folded.values, arena);
  write(entity, row, arena);
  return true;
}

void ClaimPlacer::write(int entity, StoredRow& row, Arena& arena) {
  ++seq_;
  if (rows(entity).update(row, seq_)) return;
  give_up_first_key(rows(entity).entity(), row, arena);
  rows(entity).update(row, seq_);
}

void ClaimPlacer::remove(int entity, const StoredRow& row, RowId moved_to) {
  bury(entity, row.id, row.values, moved_to);
  rows(entity).remove(row.id);
  ++side_effects_[static_cast<std::size_t>(entity)].removed;
}

void ClaimPlacer::bury(int entity, RowId row, std::span<const Value> values, RowId moved_to) {
  const model::Entity& definition = rows(entity).entity();
  std::vector<Value> key_values(values.size());
  if (!definition.keys.empty())
    for (const int field : definition.keys.front().fields)
      key_values[static_cast<std::size_t>(field)] = values[static_cast<std::size_t>(field)];
  std::string document;
  write_document(definition, key_values, document);
  bury_.bind(1, ++seq_);
  bury_.bind(2, std::string_view(definition.name));
  bury_.bind(3, row);
  bury_.bind(4, moved_to);
  bury_.bind(5, std::string_view(document));
  bury_.bind(6, now_);
  bury_.run();
  for (std::size_t f = 0; f < definition.fields.size(); ++f)
    if (definition.fields[f].type == model::FieldType::reference) note_former(entity, row, values[f]);
}

void ClaimPlacer::note_former(int entity, RowId row, const Value& target) {
  if (target.empty()) return;
  former_.bind(1, target);
  former_.bind(2, std::string_view(rows(entity).entity().name));
  former_.bind(3, row);
  former_.run();
}

void ClaimPlacer::leave_alone(int entity, const NewClaim& claim, const StoredRow& from, RowId to, Arena& arena) {
  remove(entity, from, to);
  records_.remove(claim.record.source, claim.record.key);
  join(entity, to, claim, arena);
  repoint(entity, from.id, to, std::nullopt);
}

Placed ClaimPlacer::place_single(int entity, const NewClaim& claim, StoredRow& row, Arena& arena) {
  std::optional<RowId> target;
  if (!identity::same_keys(rows(entity).entity(), row.values, claim.values))
    target = identify(entity, claim, row.id, {}, arena);
  if (target) {
    leave_alone(entity, claim, row, *target, arena);
    return {*target, Effect::updated};
  }
  SourceRecord record = claim.record;
  record.row = row.id;
  records_.replace(record);
  if (same_values(row.values, claim.values)) return {row.id, Effect::unchanged};
  row.values = claim.values;
  write(entity, row, arena);
  return {row.id, Effect::updated};
}

Placed ClaimPlacer::place_shared(int entity, const NewClaim& claim, StoredRow& row, Arena& arena) {
  const model::Entity& definition = rows(entity).entity();
  std::vector<model::Claim> others;
  std::span<const Value> before;
  bool source_stays = false;
  for (const SourceRecord& record : records_.of_row(row.id, arena)) {
    const auto values = read_document(definition, record.document, arena);
    if (record.source == claim.record.source && record.key == claim.record.key) {
      before = values;
    } else {
      others.push_back({names_.name(record.source).system, record.as_of, record.hash, values});
      source_stays = source_stays || record.source == claim.record.source;
    }
  }
  std::optional<RowId> target = row.id;
  if (!identity::same_keys(definition, before, claim.values)) {
    const model::Folded without = model::fold(definition, others);
    target = identify(entity, claim, row.id, without.values, arena);
  }
  if (target == row.id) {
    std::string document;
    write_document(definition, claim.values, document);
    SourceRecord record = claim.record;
    record.row = row.id;
    record.document = document;
    records_.replace(record);
    return {row.id, refold(entity, row, arena) ? Effect::updated : Effect::unchanged};
  }
  records_.remove(claim.record.source, claim.record.key);
  refold(entity, row, arena);
  if (target)
    join(entity, *target, claim, arena);
  else
    target = insert_alone(entity, claim, arena);
  // With another record of this source still on the row, what it referred to cannot be told apart: it stays.
  if (!source_stays) repoint(entity, row.id, *target, claim.record.source);
  return {*target, Effect::updated};
}

}  // namespace lt::store
