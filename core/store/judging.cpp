// Following judgements: which source records stand on one row, as keys and people together have it.
#include "identity/decisions.hpp"
#include "store/claim_placer.hpp"
#include "store/documents.hpp"
#include "store/placer_scratch.hpp"

#include <algorithm>
#include <utility>

namespace lt::store {

using identity::SourceId;

namespace {

// The persons of a circle: rows that keys give are nodes as well, before the source records that keys tie to them, so
// that a group is named by its oldest row.
class Partition {
 public:
  Partition(const std::map<RecordName, RowId>& records, const std::map<std::int64_t, identity::Judgement>& said,
            const Judged& judged) {
    for (const auto& [name, row] : records) rows_.push_back(row);
    std::sort(rows_.begin(), rows_.end());
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
    std::vector<SourceId> nodes;
    for (SourceId node = 1; node <= std::ssize(rows_); ++node) nodes.push_back(node);
    std::vector<identity::Tie> ties;
    for (const auto& [name, row] : records) {
      const SourceId node = std::ssize(nodes) + 1;
      nodes.push_back(node);
      nodes_[name] = node;
      ties.push_back({node, 1 + (std::lower_bound(rows_.begin(), rows_.end(), row) - rows_.begin())});
    }
    std::vector<identity::Judgement> log;
    for (const auto& [id, entry] : said) {
      const auto a = nodes_.find(judged.name(entry.a)), b = nodes_.find(judged.name(entry.b));
      if (a == nodes_.end() || b == nodes_.end()) continue;
      log.push_back(entry);
      log.back().a = a->second;
      log.back().b = b->second;
    }
    persons_ = identity::persons(nodes, ties, log);
  }

  // The person's number, and its row; 0 where it has none by keys.
  std::pair<SourceId, RowId> place(const RecordName& name) const {
    const SourceId person = persons_.person_of.at(nodes_.at(name));
    return {person, person <= std::ssize(rows_) ? rows_[static_cast<std::size_t>(person) - 1] : 0};
  }

 private:
  std::vector<RowId> rows_;
  std::map<RecordName, SourceId> nodes_;
  identity::Persons persons_;
};

}  // namespace

bool ClaimPlacer::has(int entity, RowId row) {
  const bool stands = rows(entity).has(row);
  // Who refers to it may stand elsewhere by what was judged.
  if (stands) judged_.show(row);
  return stands;
}

bool ClaimPlacer::settle() {
  if (!judged_.unsettled()) return false;
  const std::vector<EntityCounts> counts = side_effects_;
  do {
    follow_stirred();
    for (const Judged::Departed& departed : judged_.finish()) {
      bury(departed.entity, departed.row, departed.values, departed.to);
      repoint(departed.entity, departed.row, departed.to, std::nullopt);
    }
  } while (judged_.unsettled());
  side_effects_ = counts;
  return true;
}

// All circles are known, and stand as keys have them, before the first is followed.
void ClaimPlacer::follow_stirred() {
  std::vector<Circle> circles;
  std::set<RecordName> asked;
  while (const auto seed = judged_.next_stirred())
    if (!asked.contains(*seed)) circles.push_back(circle_of(*seed, asked));
  for (const Circle& circle : circles) follow(circle);
  for (const Circle& circle : circles) take_first_keys(circle);
}

ClaimPlacer::Circle ClaimPlacer::circle_of(const RecordName& seed, std::set<RecordName>& asked) {
  Circle circle;
  std::vector<RecordName> ask{seed};
  while (!ask.empty()) {
    const RecordName name = std::move(ask.back());
    ask.pop_back();
    if (name.source == 0 || !asked.insert(name).second) continue;
    for (const identity::Judgement& entry : judged_.about(name)) {
      circle.said[entry.id] = entry;
      ask.push_back(judged_.name(entry.a));
      ask.push_back(judged_.name(entry.b));
    }
    const auto stored = records_.find(name.source, name.key);
    if (!stored || circle.records.contains(name)) continue;
    const std::string& entity = names_.name(name.source).entity;
    const auto position = std::ranges::find_if(rows_, [&](const auto& table) { return table.entity().name == entity; });
    circle.entity = static_cast<int>(position - rows_.begin());
    add_row(circle, circle.entity, stored->row, ask);
  }
  return circle;
}

void ClaimPlacer::add_row(Circle& circle, int entity, RowId row, std::vector<RecordName>& ask) {
  Scratch scratch(*this);
  const StoredRow stored = read(entity, row, scratch.arena());
  const auto add = [&](std::int64_t source, std::string_view key) {
    RecordName name{source, std::string(key)};
    circle.records[name] = row;
    ask.push_back(std::move(name));
  };
  if (stored.single()) return add(stored.source, stored.source_key);
  for (const SourceRecord& record : records_.of_row(row, scratch.arena())) add(record.source, record.key);
}

void ClaimPlacer::follow(const Circle& circle) {
  if (circle.said.empty() || circle.records.empty()) return;
  const Partition partition(circle.records, circle.said, judged_);
  const auto move = [&](const RecordName& name, RowId target) {
    NewClaim claim;
    claim.record.source = name.source;
    claim.record.key = name.key;
    place_on(circle.entity, claim, target);
  };
  judged_.follow(circle.said.begin()->first);
  // Who leaves goes first, while its row still has the others.
  std::map<SourceId, RowId> made;
  for (const auto& [name, row] : circle.records) {
    const auto [person, target] = partition.place(name);
    if (target != 0) continue;
    if (const auto known = made.find(person); known != made.end())
      move(name, known->second);
    else
      made[person] = place_apart(circle.entity, name);
  }
  for (const auto& [name, row] : circle.records)
    if (const RowId target = partition.place(name).second; target != 0 && target != row) move(name, target);
  judged_.followed();
}

RowId ClaimPlacer::place_apart(int entity, const RecordName& name) {
  Scratch scratch(*this);
  Arena& arena = scratch.arena();
  const SourceRecord stored = records_.find(name.source, name.key).value();
  StoredRow from = read(entity, stored.row, arena);
  NewClaim claim{stored, from.values};
  claim.record.key = name.key;
  const bool source_stays = take_out(entity, from, claim, arena);
  refold(entity, from, arena);
  const RowId row = insert_alone(entity, claim, arena);
  if (!source_stays) repoint(entity, from.id, row, claim.record.source);
  return row;
}

// In between, a key may have stood on another row.
void ClaimPlacer::take_first_keys(const Circle& circle) {
  if (circle.said.empty()) return;
  judged_.follow(circle.said.begin()->first);
  std::set<RowId> seen;
  for (const auto& [name, row] : circle.records)
    if (const RowId standing = judged_.standing_row(name); seen.insert(standing).second)
      take_first_key(circle.entity, name, standing);
  judged_.followed();
}

void ClaimPlacer::take_first_key(int entity, const RecordName& name, RowId row) {
  Scratch scratch(*this);
  Arena& arena = scratch.arena();
  const model::Entity& definition = rows(entity).entity();
  StoredRow stored = read(entity, row, arena);
  if (!stored.single()) {
    refold(entity, stored, arena);
    return;
  }
  if (definition.keys.empty()) return;
  const auto last = static_cast<std::size_t>(definition.keys.front().fields.back());
  const std::string document = judged_.document_before(name);
  if (document.empty()) return;
  const auto said = read_document(definition, document, arena);
  if (said[last].empty() || definition.fields[last].type == model::FieldType::reference) return;
  if (stored.values[last] == said[last]) return;
  stored.values[last] = said[last];
  if (rows(entity).update(stored, seq_ + 1)) ++seq_;
}

}  // namespace lt::store
