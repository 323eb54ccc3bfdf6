// The memory of judgements, and before-images as they are taken.
#include "store/judged.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "identity/match.hpp"
#include "store/documents.hpp"

#include <algorithm>

namespace lt::store {

using identity::Saying;
using model::Value;

Judged::Judged(Connection& connection, const model::Model& model, std::vector<EntityRows>& rows, SourceRecords& records,
               SourceNames& names, Seq& seq)
    : connection_(&connection), model_(&model), rows_(&rows), records_(&records), names_(&names), seq_(&seq) {}

Statement& Judged::prepared(const std::string& text) {
  const auto found = statements_.find(text);
  return found != statements_.end() ? found->second
                                    : statements_.emplace(text, Statement(*connection_, text)).first->second;
}

void Judged::start(std::int64_t version) {
  mode_ = Mode::placing;
  changed_ = scrubbed_ = false;
  stirred_.clear();
  was_.clear();
  former_.clear();
  was_values_.clear();
  if (version == version_) return;
  load();
  version_ = version;
}

void Judged::committed() {
  if (changed_) version_ = scrubbed_ ? -1 : version_ + 1;
  changed_ = false;
}

void Judged::load() {
  held_.clear();
  circles_.clear();
  hidden_.clear();
  load_log();
  if (log_.empty()) return;
  Arena arena;
  Statement select(*connection_, "SELECT row, entity, circle, present, doc FROM judged_row", Fetch::in_parts);
  while (select.step()) {
    const RowId row = select.integer(0);
    const int entity = position(select.text(1));
    hold(row, {entity, select.integer(2)});
    if (select.integer(3) == 0) continue;
    arena.clear();
    hide(entity, row, read_document(*model_->entities()[static_cast<std::size_t>(entity)], select.text(4), arena));
  }
}

void Judged::load_log() {
  log_.clear();
  names_of_.clear();
  numbers_.clear();
  Statement select(*connection_,
                   "SELECT id, saying, source_a, key_a, source_b, key_b, undone FROM identity_judgement ORDER BY id");
  while (select.step()) {
    identity::Judgement entry;
    entry.id = select.integer(0);
    entry.saying = static_cast<Saying>(select.integer(1));
    entry.a = number({select.integer(2), select.string(3)});
    entry.b = number({select.integer(4), select.string(5)});
    entry.undone = select.integer(6);
    log_.push_back(std::move(entry));
  }
  recount();
}

identity::SourceId Judged::number(const RecordName& name) {
  const auto [found, added] = numbers_.emplace(name, static_cast<identity::SourceId>(names_of_.size()) + 1);
  if (added) names_of_.push_back(name);
  return found->second;
}

// Judgements about an erased person name no source record any more and join nothing.
void Judged::recount() {
  standing_ = identity::standing(log_);
  std::erase_if(standing_, [&](const auto& entry) { return name(entry.a).source == 0 || name(entry.b).source == 0; });
  about_.clear();
  for (std::size_t i = 0; i < standing_.size(); ++i) {
    about_[standing_[i].a].push_back(i);
    about_[standing_[i].b].push_back(i);
  }
}

void Judged::add(std::int64_t id, Saying saying, const RecordName& a, const RecordName& b, std::int64_t undone) {
  identity::Judgement entry;
  entry.id = id;
  entry.saying = saying;
  entry.a = number(a);
  entry.b = number(b);
  entry.undone = undone;
  log_.push_back(entry);
  changed_ = true;
  if (saying == Saying::undo) {
    recount();
  } else {
    about_[entry.a].push_back(standing_.size());
    about_[entry.b].push_back(standing_.size());
    standing_.push_back(entry);
  }
  stirred_.insert(a);
  stirred_.insert(b);
}

bool Judged::stands(std::int64_t judgement) const {
  return std::ranges::any_of(standing_, [&](const auto& entry) { return entry.id == judgement; });
}

std::vector<identity::Judgement> Judged::about(const RecordName& name) const {
  std::vector<identity::Judgement> found;
  const auto known = numbers_.find(name);
  if (known == numbers_.end()) return found;
  if (const auto places = about_.find(known->second); places != about_.end())
    for (const std::size_t place : places->second) found.push_back(standing_[place]);
  return found;
}

int Judged::position(std::string_view entity) const {
  if (const auto found = model_->position(entity)) return *found;
  throw Error(ErrorKind::misconfigured, "store " + connection_->name() + ": rows of '" + std::string(entity) +
                                            "' were merged or split, and the model has no such entity any more; "
                                            "bring its file back to config/model");
}

std::uint64_t Judged::fingerprint(int entity, int key, std::span<const Value> values) {
  words_ = std::to_string(entity) + ',' + std::to_string(key);
  for (const int field :
       model_->entities()[static_cast<std::size_t>(entity)]->keys[static_cast<std::size_t>(key)].fields)
    (words_ += '\x1f') += text_of(values[static_cast<std::size_t>(field)]);
  return static_cast<std::uint64_t>(content_hash(words_));
}

void Judged::hold(RowId row, Held held) {
  held_[row] = held;
  circles_[held.circle].push_back(row);
}

void Judged::hide(int entity, RowId row, std::span<const Value> values) {
  const auto& keys = model_->entities()[static_cast<std::size_t>(entity)]->keys;
  for (std::size_t k = 0; k < keys.size(); ++k)
    if (identity::filled(keys[k], values)) hidden_.emplace(fingerprint(entity, static_cast<int>(k), values), row);
}

void Judged::unhide(int entity, RowId row, std::span<const Value> values) {
  const auto& keys = model_->entities()[static_cast<std::size_t>(entity)]->keys;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (!identity::filled(keys[k], values)) continue;
    auto [at, end] = hidden_.equal_range(fingerprint(entity, static_cast<int>(k), values));
    while (at != end) at = at->second == row ? hidden_.erase(at) : std::next(at);
  }
}

bool Judged::show(RowId row) {
  const auto held = held_.find(row);
  if (held == held_.end()) return false;
  restore(held->second.circle);
  return true;
}

void Judged::held_between(int entity, RowId after, RowId last, std::vector<RowId>& rows) const {
  const auto shown = static_cast<std::ptrdiff_t>(rows.size());
  for (const auto& [row, held] : held_)
    if (held.entity == entity && row > after && row <= last) rows.push_back(row);
  if (std::ssize(rows) == shown) return;
  std::ranges::sort(rows);
  const auto repeated = std::ranges::unique(rows);
  rows.erase(repeated.begin(), repeated.end());
}

bool Judged::show_any(std::span<const RowId> rows) {
  bool any = false;
  for (const RowId row : rows) any = show(row) || any;
  return any;
}

void Judged::show_alike(int entity, int key, std::span<const Value> values) {
  if (hidden_.empty()) return;
  const auto& keys = model_->entities()[static_cast<std::size_t>(entity)]->keys;
  if (keys.empty() || !identity::filled(keys[static_cast<std::size_t>(key)], values)) return;
  std::vector<RowId> alike;
  const auto [begin, end] = hidden_.equal_range(fingerprint(entity, key, values));
  for (auto at = begin; at != end; ++at) alike.push_back(at->second);
  show_any(alike);
}

void Judged::stirred(std::int64_t source, std::string_view key) {
  RecordName record{source, std::string(key)};
  if (numbers_.contains(record)) stirred_.insert(std::move(record));
}

std::optional<RecordName> Judged::next_stirred() {
  if (stirred_.empty()) return std::nullopt;
  RecordName next = *stirred_.begin();
  stirred_.erase(stirred_.begin());
  return next;
}

void Judged::follow(std::int64_t circle) {
  circle_ = circle;
  mode_ = Mode::following;
}

void Judged::touch(int entity, RowId row) {
  if (const auto held = held_.find(row); held != held_.end()) {
    if (held->second.circle != circle_) unite(held->second.circle);
    return;
  }
  Arena arena;
  EntityRows& table = (*rows_)[static_cast<std::size_t>(entity)];
  const auto present = table.read(row, arena);
  std::string document;
  if (present) write_document(table.entity(), present->values, document);
  Statement& keep =
      prepared("INSERT INTO judged_row (row, entity, circle, present, source, key, doc) VALUES (?, ?, ?, ?, ?, ?, ?)");
  keep.bind(1, row);
  keep.bind(2, std::string_view(table.entity().name));
  keep.bind(3, circle_);
  keep.bind(4, present ? 1 : 0);
  keep.bind(5, present ? present->source : 0);
  keep.bind(6, present ? present->source_key : std::string_view());
  keep.bind(7, std::string_view(document));
  keep.run();
  hold(row, {entity, circle_});
  if (present) hide(entity, row, present->values);
  changed_ = true;
}

void Judged::touch(std::int64_t source, std::string_view key) {
  Statement& keep = prepared(
      "INSERT INTO judged_record (source, key, circle, row, hash, as_of, run, doc) "
      "SELECT source, key, CAST(?3 AS BIGINT), row, hash, as_of, run, doc FROM source_record "
      "WHERE source = ?1 AND key = ?2 ON CONFLICT DO NOTHING");
  keep.bind(1, source);
  keep.bind(2, key);
  keep.bind(3, circle_);
  keep.run();
  if (const RowId row = standing_row({source, std::string(key)})) touch(position(names_->name(source).entity), row);
}

// What one circle changed another has changed as well: from now on they are one.
void Judged::unite(std::int64_t circle) {
  for (const char* table : {"judged_row", "judged_record"}) {
    Statement& update = prepared(std::string("UPDATE ") + table + " SET circle = ?2 WHERE circle = ?1");
    update.bind(1, circle);
    update.bind(2, circle_);
    update.run();
  }
  const auto moved = circles_.extract(circle);
  for (const RowId row : moved.mapped()) hold(row, {held_.at(row).entity, circle_});
}

RowId Judged::standing_row(const RecordName& record) {
  Statement& select = prepared("SELECT row FROM source_record WHERE source = ? AND key = ?");
  const Resetting resetting(select);
  select.bind(1, record.source);
  select.bind(2, std::string_view(record.key));
  return select.step() ? select.integer(0) : 0;
}

std::string Judged::document_before(const RecordName& record) {
  Statement& select = prepared("SELECT doc FROM judged_record WHERE source = ? AND key = ?");
  const Resetting resetting(select);
  select.bind(1, record.source);
  select.bind(2, std::string_view(record.key));
  return select.step() ? select.string(0) : std::string();
}

std::optional<RowId> Judged::former_row(std::int64_t source, std::string_view key) const {
  const auto found = former_.find({source, std::string(key)});
  if (found == former_.end()) return std::nullopt;
  return found->second;
}

}  // namespace lt::store
