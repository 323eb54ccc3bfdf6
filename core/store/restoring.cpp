// Bringing back what stood before judgements were followed, and keeping the change feed quiet about it.
#include "base/error.hpp"
#include "store/documents.hpp"
#include "store/judged.hpp"

namespace lt::store {

void Judged::restore(std::int64_t circle) {
  const Mode before = mode_;
  mode_ = Mode::restoring;
  Arena arena;
  const std::vector<RowImage> before_images = images(circle, arena);
  note_standing(circle);
  // All go before any returns: what they hold now is a key of another in between.
  for (const RowImage& image : before_images) {
    note(image);
    (*rows_)[static_cast<std::size_t>(image.entity)].remove(image.row);
    held_.erase(image.row);
  }
  circles_.erase(circle);
  restore_records(circle);
  for (const RowImage& image : before_images)
    if (image.present) restore_row(image, arena);
  for (const char* table : {"judged_row", "judged_record"}) {
    Statement& forget = prepared(std::string("DELETE FROM ") + table + " WHERE circle = ?");
    forget.bind(1, circle);
    forget.run();
  }
  changed_ = true;
  mode_ = before;
}

std::vector<Judged::RowImage> Judged::images(std::int64_t circle, Arena& arena) {
  Statement& select =
      prepared("SELECT row, entity, present, source, key, doc FROM judged_row WHERE circle = ? ORDER BY row");
  const Resetting resetting(select);
  select.bind(1, circle);
  std::vector<RowImage> found;
  while (select.step())
    found.push_back({select.integer(0), position(select.text(1)), select.integer(2) != 0, select.integer(3),
                     arena.copy(select.text(4)), arena.copy(select.text(5))});
  return found;
}

// The row as readers see it until this transaction commits; the first time counts.
void Judged::note(const RowImage& image) {
  if (was_.contains(image.row)) return;
  Was was{image.entity, {}, std::nullopt};
  if (const auto row = (*rows_)[static_cast<std::size_t>(image.entity)].read(image.row, was_values_)) {
    was.values = row->values;
    was.seq = place_of(image.entity, image.row);
  } else {
    Statement& select = prepared("SELECT seq FROM removed WHERE row = ?");
    const Resetting resetting(select);
    select.bind(1, image.row);
    if (select.step()) was.seq = select.integer(0);
  }
  was_.emplace(image.row, was);
}

// Source records on rows that only judging made.
void Judged::note_standing(std::int64_t circle) {
  Statement& select = prepared(
      "SELECT r.source, r.key, r.row FROM judged_record j JOIN source_record r ON r.source = j.source AND r.key = "
      "j.key JOIN judged_row w ON w.row = r.row WHERE j.circle = ? AND w.present = 0");
  const Resetting resetting(select);
  select.bind(1, circle);
  while (select.step()) former_[{select.integer(0), select.string(1)}] = select.integer(2);
}

void Judged::restore_records(std::int64_t circle) {
  Arena arena;
  std::vector<SourceRecord> records;
  {
    Statement& select = prepared(
        "SELECT source, key, row, hash, as_of, run, doc FROM judged_record WHERE circle = ? ORDER BY source, key");
    const Resetting resetting(select);
    select.bind(1, circle);
    while (select.step())
      records.push_back({select.integer(0), arena.copy(select.text(1)), select.integer(2), select.integer(3),
                         select.integer(4), select.integer(5), !select.is_null(6), arena.copy(select.text(6))});
  }
  for (const SourceRecord& record : records) {
    records_->replace(record);
    stirred(record.source, record.key);
  }
}

void Judged::restore_row(const RowImage& image, Arena& arena) {
  EntityRows& table = (*rows_)[static_cast<std::size_t>(image.entity)];
  const StoredRow row{image.row, image.source, image.key, read_document(table.entity(), image.document, arena)};
  unhide(image.entity, image.row, row.values);
  Statement& revive = prepared("DELETE FROM removed WHERE row = ?");
  revive.bind(1, image.row);
  revive.run();
  while (!table.insert(row)) {
    // Another circle's row has taken the key meanwhile, as it may where it is not its own.
    std::vector<RowId> holders;
    table.find(0, row.values, holders);
    if (!show_any(holders))
      throw Error(ErrorKind::failed, "store " + connection_->name() + ": " + table.entity().name + " " +
                                         std::to_string(image.row) +
                                         " cannot stand as it did before it was judged, since another row has its "
                                         "first key; run 'lienthong status --check'");
  }
  set_place(image.entity, image.row, ++*seq_);
}

std::optional<Seq> Judged::place_of(int entity, RowId row) {
  Statement& select = prepared("SELECT _seq FROM " +
                               sql_name(model_->entities()[static_cast<std::size_t>(entity)]->name) + " WHERE _id = ?");
  const Resetting resetting(select);
  select.bind(1, row);
  if (!select.step() || select.is_null(0)) return std::nullopt;
  return select.integer(0);
}

void Judged::set_place(int entity, RowId row, std::optional<Seq> seq) {
  Statement& update = prepared("UPDATE " + sql_name(model_->entities()[static_cast<std::size_t>(entity)]->name) +
                               " SET _seq = ?2 WHERE _id = ?1");
  update.bind(1, row);
  if (seq)
    update.bind(2, *seq);
  else
    update.bind_null(2);
  update.run();
}

std::vector<Judged::Departed> Judged::finish() {
  const Mode before = mode_;
  mode_ = Mode::restoring;
  std::map<RowId, RecordName> record_of;
  for (const auto& [record, row] : former_) record_of.emplace(row, record);
  std::vector<Departed> departed;
  Arena arena;
  for (const auto& [row, was] : was_) {
    arena.clear();
    if (const auto now = (*rows_)[static_cast<std::size_t>(was.entity)].read(row, arena)) {
      const bool same = !was.values.empty() && same_values(now->values, was.values);
      set_place(was.entity, row, same ? was.seq : std::optional(++*seq_));
    } else if (!finish_gone(row, was)) {
      const auto record = record_of.find(row);
      departed.push_back({was.entity,
                          row,
                          record == record_of.end() ? 0 : standing_row(record->second),
                          {was.values.begin(), was.values.end()}});
    }
  }
  was_.clear();
  former_.clear();
  mode_ = before;
  return departed;
}

// False where no tombstone says yet that the row went. One that was known to be gone keeps its place in the feed.
bool Judged::finish_gone(RowId row, const Was& was) {
  const bool was_there = !was.values.empty();
  Statement& select = prepared("SELECT 1 FROM removed WHERE row = ?");
  {
    const Resetting resetting(select);
    select.bind(1, row);
    if (!select.step()) return !was_there && !was.seq;
  }
  if (was_there || !was.seq) return true;
  Statement& update = prepared("UPDATE removed SET seq = ?2 WHERE row = ?1");
  update.bind(1, row);
  update.bind(2, *was.seq);
  update.run();
  return true;
}

}  // namespace lt::store
