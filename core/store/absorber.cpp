// Sorting a batch so that B-trees are met in their own order, and telling each record what became of it.
#include "store/absorber.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace lt::store {

using model::EntityRecord;
using model::Value;

namespace {

std::uint64_t prefix_of(const Value& value) {
  if (value.kind() == Value::Kind::integer) return static_cast<std::uint64_t>(value.as_integer()) ^ (1ULL << 63);
  char bytes[8] = {};
  const std::string_view text = value.as_text();
  std::memcpy(bytes, text.data() ? text.data() : "", std::min<std::size_t>(text.size(), 8));
  std::uint64_t number = 0;
  std::memcpy(&number, bytes, 8);
  return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

bool before(const Value& a, const Value& b) {
  if (a.kind() == Value::Kind::text) return a.as_text() < b.as_text();
  return a.as_integer() < b.as_integer();
}

bool refers_to_its_kind(const model::Entity& entity) {
  return std::any_of(entity.fields.begin(), entity.fields.end(),
                     [&](const model::Field& field) { return field.target == entity.name; });
}

}  // namespace

void Absorber::collect(std::span<Incoming> batch) {
  items_.resize(model_->entities().size());
  for (auto& items : items_) items.clear();
  first_place_.clear();
  std::size_t place = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    first_place_.push_back(place);
    for (EntityRecord& record : batch[i].entities) {
      const auto& entities = model_->entities();
      const auto entity = std::find_if(entities.begin(), entities.end(),
                                       [&](const auto& candidate) { return candidate.get() == record.entity; });
      if (entity == entities.end()) throw Error(ErrorKind::failed, "store: a record of an entity of another model");
      items_[static_cast<std::size_t>(entity - entities.begin())].push_back({&record, i, place++, Effect::unchanged});
    }
  }
  row_of_.assign(place, 0);
}

// Items of an entity that refers to its own kind, so that what is referred to comes in an earlier wave. A mapping's
// reference means a place further down the same record; what is said again under a source key never comes before what
// was said first.
std::vector<std::vector<Absorber::Item>> Absorber::waves(const model::Entity& entity, std::vector<Item>& items) const {
  std::vector<std::vector<Item>> all;
  std::unordered_map<std::size_t, std::size_t> wave_of;         // by place
  std::unordered_map<std::string_view, std::size_t> latest_of;  // by source key
  const auto in_order = [](const Item& a, const Item& b) {
    return a.incoming != b.incoming ? a.incoming < b.incoming : a.place > b.place;
  };
  std::sort(items.begin(), items.end(), in_order);
  for (Item& item : items) {
    std::size_t& wave = latest_of[item.record->source_key];
    for (std::size_t f = 0; f < entity.fields.size(); ++f) {
      const Value& value = item.record->values[f];
      if (value.empty() || value.as_integer() < 0 || entity.fields[f].target != entity.name) continue;
      const auto target = wave_of.find(first_place_[item.incoming] + static_cast<std::size_t>(value.as_integer()));
      if (target != wave_of.end()) wave = std::max(wave, target->second + 1);
    }
    wave_of[item.place] = wave;
    if (all.size() <= wave) all.resize(wave + 1);
    all[wave].push_back(item);
  }
  return all;
}

// Between reading a row and speaking of it, it may have gone: then the reader starts again from what is there now.
RowId Absorber::row_there(const model::Field& field, RowId row) {
  const auto target = model_->position(field.target);
  if (target && placer_->has(*target, row)) return row;
  throw Error(ErrorKind::unavailable, "there is no " + field.target + " " + std::to_string(row) +
                                          " any more; nothing of this batch was stored, the next run takes it up as "
                                          "things stand then");
}

void Absorber::resolve_references(const model::Entity& entity, std::vector<Item>& items) {
  for (std::size_t f = 0; f < entity.fields.size(); ++f) {
    if (entity.fields[f].type != model::FieldType::reference) continue;
    for (Item& item : items) {
      Value& value = item.record->values[f];
      if (value.empty()) continue;
      if (value.as_integer() < 0) {
        value = Value::integer(row_there(entity.fields[f], -value.as_integer()));
        continue;
      }
      const std::size_t place = first_place_[item.incoming] + static_cast<std::size_t>(value.as_integer());
      const RowId row = place < row_of_.size() ? row_of_[place] : 0;
      if (row == 0)
        throw Error(ErrorKind::failed, "store: " + entity.name + "." + entity.fields[f].name + " of record '" +
                                           std::string(item.record->source_key) + "' refers to no record beside it");
      value = Value::integer(row);
    }
  }
}

namespace {

// What refers to a record that is left out is left out with it, or does without the reference.
void spread(std::span<EntityRecord> records, std::span<char> erased, const ErasedKeys& keys) {
  const auto means_erased = [&](const model::Field& field, const Value& value) {
    return field.type == model::FieldType::reference && !value.empty() && value.as_integer() >= 0 &&
           erased[static_cast<std::size_t>(value.as_integer())] != 0;
  };
  for (bool again = true; again;) {
    again = false;
    for (std::size_t r = 0; r < records.size(); ++r) {
      const model::Entity& entity = *records[r].entity;
      for (std::size_t f = 0; f < entity.fields.size() && erased[r] == 0; ++f) {
        if (!means_erased(entity.fields[f], records[r].values[f])) continue;
        if (keys.takes_along(entity, static_cast<int>(f))) {
          erased[r] = 1;
          again = true;
        } else {
          records[r].values[f] = Value();
        }
      }
    }
  }
}

}  // namespace

// By place: whether the record is of a person who was erased. Empty where nobody ever was.
std::vector<char> Absorber::find_erased(const Source& source, std::span<Incoming> batch) {
  if (!erased_->any()) return {};
  std::vector<char> erased(row_of_.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::span<EntityRecord> records = batch[i].entities;
    const std::span<char> its = std::span(erased).subspan(first_place_[i], records.size());
    for (std::size_t r = 0; r < records.size(); ++r)
      its[r] = erased_->has(source, records[r].entity->name, records[r].source_key) ? 1 : 0;
    if (std::ranges::any_of(its, [](char one) { return one != 0; })) spread(records, its, *erased_);
  }
  return erased;
}

void Absorber::leave_out(const std::vector<char>& erased, Absorbed& absorbed) {
  if (erased.empty()) return;
  for (std::size_t e = 0; e < items_.size(); ++e)
    absorbed.entities[e].erased +=
        static_cast<std::int64_t>(std::erase_if(items_[e], [&](const Item& item) { return erased[item.place] != 0; }));
}

Absorbed Absorber::absorb(RunId run, const Source& source, std::span<Incoming> batch) {
  collect(batch);
  Absorbed absorbed;
  absorbed.records.assign(batch.size(), Effect::unchanged);
  absorbed.rows.assign(batch.size(), 0);
  absorbed.entities.resize(items_.size());
  const std::vector<char> erased = find_erased(source, batch);
  leave_out(erased, absorbed);
  const auto side_effects_before = placer_->side_effects();
  for (std::size_t e = 0; e < items_.size(); ++e) {
    auto& items = items_[e];
    if (items.empty()) continue;
    const model::Entity& entity = *model_->entities()[e];
    const std::int64_t source_id = placer_->sources().find_or_add(source, entity.name);
    EntityCounts& counts = absorbed.entities[e];
    const auto place = [&](std::vector<Item>& wave) {
      resolve_references(entity, wave);
      absorb_wave(static_cast<int>(e), run, source_id, wave);
      count(wave, absorbed, counts);
    };
    if (refers_to_its_kind(entity)) {
      for (auto& wave : waves(entity, items)) place(wave);
    } else {
      place(items);
    }
  }
  // Judgements move rows, and whatever refers to them, but are no word of this batch: they count as nothing.
  const bool moved = placer_->settle();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].entities.empty()) continue;
    absorbed.rows[i] = row_of_[first_place_[i]];
    if (moved) absorbed.rows[i] = standing_row(source, batch[i].entities.front(), absorbed.rows[i]);
    if (!erased.empty() && erased[first_place_[i]] != 0) absorbed.records[i] = Effect::erased;
  }
  for (std::size_t e = 0; e < items_.size(); ++e) {
    absorbed.entities[e].removed = placer_->side_effects()[e].removed - side_effects_before[e].removed;
    absorbed.entities[e].conflicts = placer_->side_effects()[e].conflicts - side_effects_before[e].conflicts;
  }
  return absorbed;
}

RowId Absorber::standing_row(const Source& source, const EntityRecord& record, RowId placed) {
  const auto number = placer_->sources().find(source, record.entity->name);
  const RowId row = number ? placer_->judged().standing_row({*number, std::string(record.source_key)}) : 0;
  return row != 0 ? row : placed;
}

void Absorber::count(std::span<const Item> items, Absorbed& absorbed, EntityCounts& counts) const {
  for (const Item& item : items) {
    (item.effect == Effect::created   ? counts.created
     : item.effect == Effect::updated ? counts.updated
                                      : counts.unchanged)++;
    Effect& whole = absorbed.records[item.incoming];
    if (item.place == first_place_[item.incoming])
      whole = whole == Effect::updated && item.effect < Effect::updated ? whole : item.effect;
    else if (item.effect >= Effect::updated)
      whole = std::max(whole, Effect::updated);
  }
}

void Absorber::absorb_wave(int entity, RunId run, std::int64_t source, std::vector<Item>& items) {
  const auto by_key = [](const Item& a, const Item& b) {
    const int order = a.record->source_key.compare(b.record->source_key);
    return order != 0 ? order < 0 : a.place < b.place;
  };
  if (!std::is_sorted(items.begin(), items.end(), by_key)) std::sort(items.begin(), items.end(), by_key);
  familiar_.clear();
  fresh_.clear();
  if (placer_->is_far()) {
    std::vector<Value> keys;
    keys.reserve(items.size());
    for (const Item& item : items) keys.push_back(Value::text(item.record->source_key));
    placer_->records().look_up(source, std::move(keys));
  }
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin + 1;
    while (end < items.size() && items[end].record->source_key == items[begin].record->source_key) ++end;
    absorb_group(entity, run, source, {items.data() + begin, end - begin}, begin);
    begin = end;
  }
  place_familiar(entity, items);
  place_fresh(entity, items);
  placer_->records().forget();
}

// All that the batch says under one source key, in order of arrival: only the last word is placed.
void Absorber::absorb_group(int entity, RunId run, std::int64_t source, std::span<Item> group, std::size_t begin) {
  const auto stored = placer_->records().find(source, group.front().record->source_key);
  std::int64_t hash = stored ? stored->hash : 0;
  Milliseconds as_of = stored ? stored->as_of : 0;
  const EntityRecord* word = nullptr;
  bool heard = stored.has_value();
  for (Item& item : group) {
    const EntityRecord& record = *item.record;
    if (heard && record.hash == hash) {
      as_of = std::max(as_of, record.as_of);
    } else if (heard && record.as_of < as_of) {
      item.effect = Effect::superseded;
    } else {
      item.effect = Effect::updated;
      word = &record;
      hash = record.hash;
      as_of = record.as_of;
      heard = true;
    }
  }
  if (!word && as_of == stored->as_of) return conclude(group, {stored->row, Effect::unchanged});
  NewClaim claim;
  claim.record = {source, group.front().record->source_key, 0, hash, as_of, word ? run : stored->run, false, {}};
  if (word) claim.values = word->values;
  if (stored) {
    const KnownClaim known{claim, *stored};
    if (placer_->is_far())
      familiar_.push_back({begin, begin + group.size(), known});
    else
      conclude(group, place_known(entity, known));
    return;
  }
  const auto& keys = word->entity->keys;
  const std::uint64_t prefix =
      keys.empty() ? 0 : prefix_of(word->values[static_cast<std::size_t>(keys.front().fields.front())]);
  fresh_.push_back({prefix, begin, begin + group.size(), claim});
}

Placed Absorber::place_known(int entity, const KnownClaim& known) {
  return known.only_later() ? placer_->confirm(entity, known.stored, known.claim.record.as_of)
                            : placer_->place_again(entity, known.claim, known.stored);
}

// Those that can be stored at once go first: each of the others then meets what they left, as if they had come before.
void Absorber::place_familiar(int entity, std::vector<Item>& items) {
  if (familiar_.empty()) return;
  std::vector<KnownClaim> claims;
  claims.reserve(familiar_.size());
  for (const Familiar& familiar : familiar_) claims.push_back(familiar.known);
  const std::vector<Effect> effects = placer_->place_familiars(entity, claims);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    KnownClaim& known = claims[i];
    if (effects[i] == Effect::absent) {
      // One before it in this loop may have drawn its record to another row.
      known.stored = placer_->records().find(known.stored.source, known.stored.key).value_or(known.stored);
    }
    const Placed placed =
        effects[i] == Effect::absent ? place_known(entity, known) : Placed{known.stored.row, effects[i]};
    conclude({items.data() + familiar_[i].begin, familiar_[i].end - familiar_[i].begin}, placed);
  }
}

void Absorber::place_fresh(int entity, std::vector<Item>& items) {
  const auto& keys = model_->entities()[static_cast<std::size_t>(entity)]->keys;
  std::sort(fresh_.begin(), fresh_.end(), [&](const Fresh& a, const Fresh& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    if (!keys.empty())
      for (const int field : keys.front().fields) {
        const Value& x = a.claim.values[static_cast<std::size_t>(field)];
        const Value& y = b.claim.values[static_cast<std::size_t>(field)];
        if (!(x == y)) return before(x, y);
      }
    return a.begin < b.begin;
  });
  std::vector<RowId> strangers(fresh_.size());
  if (placer_->is_far()) {
    std::vector<NewClaim> claims;
    claims.reserve(fresh_.size());
    for (const Fresh& fresh : fresh_) claims.push_back(fresh.claim);
    strangers = placer_->place_strangers(entity, claims);
  }
  for (std::size_t i = 0; i < fresh_.size(); ++i) {
    const Fresh& fresh = fresh_[i];
    conclude({items.data() + fresh.begin, fresh.end - fresh.begin},
             strangers[i] != 0 ? Placed{strangers[i], Effect::created} : placer_->place_new(entity, fresh.claim));
  }
}

// The first accepted word takes the effect of placing; later ones of the same batch updated what it made.
void Absorber::conclude(std::span<Item> group, const Placed& placed) {
  bool first = true;
  for (Item& item : group) {
    row_of_[item.place] = placed.row;
    if (item.effect != Effect::updated) continue;
    if (first || placed.effect == Effect::unchanged) item.effect = placed.effect;
    first = false;
  }
}

// As old as can be, so that whatever the source says itself goes before it.
void Absorber::name_row(RunId run, const Source& source, const NamedField& field, std::string_view name) {
  const model::Entity& entity = *model_->entities()[static_cast<std::size_t>(field.entity)];
  std::vector<Value> values(entity.fields.size());
  values[static_cast<std::size_t>(field.field)] = Value::text(name);
  NewClaim claim;
  claim.record = {placer_->sources().find_or_add(source, entity.name), name, 0, 0, 0, run, false, {}};
  claim.values = values;
  placer_->name(field.entity, claim, field.row);
  placer_->settle();
}

Absorbed Absorber::withdraw(const Source& source, int entity, std::span<const std::string_view> keys) {
  Absorbed withdrawn;
  withdrawn.entities.resize(model_->entities().size());
  withdrawn.records.reserve(keys.size());
  const auto& name = model_->entities()[static_cast<std::size_t>(entity)]->name;
  const auto number = placer_->sources().find(source, name);
  const auto before = placer_->side_effects();
  EntityCounts& counts = withdrawn.entities[static_cast<std::size_t>(entity)];
  for (const std::string_view key : keys) {
    const Effect effect = number ? placer_->withdraw(entity, *number, key) : Effect::absent;
    withdrawn.records.push_back(effect);
    if (effect != Effect::absent) (effect == Effect::updated ? counts.updated : counts.unchanged)++;
  }
  placer_->settle();
  for (std::size_t e = 0; e < withdrawn.entities.size(); ++e)
    withdrawn.entities[e].removed = placer_->side_effects()[e].removed - before[e].removed;
  return withdrawn;
}

}  // namespace lt::store
