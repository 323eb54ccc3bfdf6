// Statements on source_record and source.
#include "store/source_records.hpp"

#include "base/error.hpp"
#include "store/judged.hpp"
#include "store/value_list.hpp"

namespace lt::store {

void SourceNames::load() {
  Statement select(*connection_, "SELECT id, system, stream, entity FROM source");
  while (select.step()) names_[select.integer(0)] = {select.string(1), select.string(2), select.string(3)};
}

std::optional<std::int64_t> SourceNames::find(const Source& source, std::string_view entity) {
  const auto known = [&]() -> std::optional<std::int64_t> {
    for (const auto& [id, name] : names_)
      if (name.system == source.system && name.stream == source.stream && name.entity == entity) return id;
    return std::nullopt;
  };
  if (const auto id = known()) return id;
  load();
  return known();
}

std::int64_t SourceNames::find_or_add(const Source& source, std::string_view entity) {
  if (const auto id = find(source, entity)) return *id;
  Statement insert(*connection_, "INSERT INTO source (system, stream, entity) VALUES (?, ?, ?)");
  insert.bind(1, std::string_view(source.system));
  insert.bind(2, std::string_view(source.stream));
  insert.bind(3, entity);
  insert.run();
  return find(source, entity).value();
}

const SourceName& SourceNames::name(std::int64_t id) {
  if (!names_.contains(id)) load();
  const auto found = names_.find(id);
  if (found == names_.end())
    throw Error(ErrorKind::failed, "store " + connection_->name() + ": there is no source " + std::to_string(id));
  return found->second;
}

namespace {

SourceRecord read_found(const Statement& statement, std::int64_t source) {
  SourceRecord record;
  record.source = source;
  record.row = statement.integer(0);
  record.hash = statement.integer(1);
  record.as_of = statement.integer(2);
  record.run = statement.integer(3);
  record.shared = statement.integer(4) != 0;
  return record;
}

}  // namespace

SourceRecords::SourceRecords(Connection& connection)
    : find_(connection,
            "SELECT row, hash, as_of, run, doc IS NOT NULL FROM source_record WHERE source = ? AND key = ?"),
      insert_(
          connection,
          "INSERT INTO source_record (source, key, row, hash, as_of, run, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      replace_(connection,
               "UPDATE source_record SET row = ?3, hash = ?4, as_of = ?5, run = ?6, doc = ?7 "
               "WHERE source = ?1 AND key = ?2"),
      confirm_(connection, "UPDATE source_record SET as_of = ?3 WHERE source = ?1 AND key = ?2"),
      set_document_(connection, "UPDATE source_record SET doc = ?3 WHERE source = ?1 AND key = ?2"),
      remove_(connection, "DELETE FROM source_record WHERE source = ?1 AND key = ?2"),
      of_row_(connection,
              "SELECT source, key, hash, as_of, run, doc FROM source_record WHERE row = ? AND doc IS NOT NULL "
              "ORDER BY source, key"),
      connection_(&connection) {}

void SourceRecords::look_up(std::int64_t source, std::vector<model::Value> keys) {
  forget();
  ahead_source_ = source;
  for (const model::Value& key : keys) ahead_.emplace(key.as_text(), std::nullopt);
  Statement select(*connection_,
                   "SELECT row, hash, as_of, run, doc IS NOT NULL, key FROM source_record WHERE source = ? AND " +
                       any_of("key", "TEXT[]"));
  select.bind(1, source);
  select.bind_list(2, std::move(keys));
  while (select.step()) {
    const auto found = ahead_.find(select.string(5));
    SourceRecord record = read_found(select, source);
    record.key = found->first;
    found->second = record;
  }
}

void SourceRecords::insert_all(std::span<const SourceRecord> records) {
  static const std::vector<Column> columns = {{"source", ColumnType::integer}, {"key", ColumnType::text},
                                              {"row", ColumnType::integer},    {"hash", ColumnType::integer},
                                              {"as_of", ColumnType::integer},  {"run", ColumnType::integer}};
  const auto rows = connection_->stream_rows("source_record", columns);
  for (const SourceRecord& record : records) {
    rows->put(model::Value::integer(record.source));
    rows->put(model::Value::text(record.key));
    for (const std::int64_t number : {record.row, record.hash, record.as_of, record.run})
      rows->put(model::Value::integer(number));
    changes(record.source, record.key);
    if (judged_ && judged_->placing()) judged_->stirred(record.source, record.key);
  }
  rows->finish();
}

// The source comes with each key: one source given for all would let the planner read all that it ever said.
void SourceRecords::hear_again(std::span<const SourceRecord> records) {
  using model::Value;
  Statement update(*connection_,
                   "UPDATE source_record AS s SET hash = w.hash, as_of = w.as_of, run = w.run FROM unnest("
                   "CAST(? AS BIGINT[]), CAST(? AS TEXT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), "
                   "CAST(? AS BIGINT[])) AS w(source, key, hash, as_of, run) "
                   "WHERE s.source = w.source AND s.key = w.key");
  update.bind_list(1, list_of(records, [](const SourceRecord& each) { return Value::integer(each.source); }));
  update.bind_list(2, list_of(records, [](const SourceRecord& each) { return Value::text(each.key); }));
  update.bind_list(3, list_of(records, [](const SourceRecord& each) { return Value::integer(each.hash); }));
  update.bind_list(4, list_of(records, [](const SourceRecord& each) { return Value::integer(each.as_of); }));
  update.bind_list(5, list_of(records, [](const SourceRecord& each) { return Value::integer(each.run); }));
  for (const SourceRecord& record : records) will_change(record.source, record.key);
  update.run();
}

std::optional<SourceRecord> SourceRecords::find(std::int64_t source, std::string_view key) {
  auto record = look(source, key);
  if (record && judged_ && judged_->placing() && judged_->show(record->row)) record = look(source, key);
  return record;
}

std::optional<SourceRecord> SourceRecords::look(std::int64_t source, std::string_view key) {
  if (source == ahead_source_ && !ahead_.empty())
    if (const auto known = ahead_.find(std::string(key)); known != ahead_.end()) return known->second;
  const Resetting resetting(find_);
  find_.bind(1, source);
  find_.bind(2, key);
  if (!find_.step()) return std::nullopt;
  SourceRecord record = read_found(find_, source);
  record.key = key;
  return record;
}

namespace {

void bind_record(Statement& statement, const SourceRecord& record) {
  statement.bind(1, record.source);
  statement.bind(2, record.key);
  statement.bind(3, record.row);
  statement.bind(4, record.hash);
  statement.bind(5, record.as_of);
  statement.bind(6, record.run);
  if (record.document.empty())
    statement.bind_null(7);
  else
    statement.bind(7, record.document);
}

}  // namespace

void SourceRecords::forget() {
  ahead_.clear();
  changed_.clear();
}

void SourceRecords::will_change(std::int64_t source, std::string_view key) {
  changes(source, key);
  if (!judged_) return;
  if (judged_->following()) judged_->touch(source, key);
  if (judged_->placing()) judged_->stirred(source, key);
}

void SourceRecords::changes(std::int64_t source, std::string_view key) {
  if (source != ahead_source_ || ahead_.empty()) return;
  if (auto known = ahead_.extract(std::string(key))) changed_.push_back(std::move(known));
}

void SourceRecords::insert(const SourceRecord& record) {
  will_change(record.source, record.key);
  bind_record(insert_, record);
  insert_.run();
  if (judged_ && judged_->following()) judged_->touch(record.source, record.key);
}

void SourceRecords::replace(const SourceRecord& record) {
  will_change(record.source, record.key);
  bind_record(replace_, record);
  replace_.run();
}

void SourceRecords::confirm(std::int64_t source, std::string_view key, Milliseconds as_of) {
  changes(source, key);
  confirm_.bind(1, source);
  confirm_.bind(2, key);
  confirm_.bind(3, as_of);
  confirm_.run();
}

void SourceRecords::set_document(std::int64_t source, std::string_view key, std::string_view document) {
  will_change(source, key);
  set_document_.bind(1, source);
  set_document_.bind(2, key);
  if (document.empty())
    set_document_.bind_null(3);
  else
    set_document_.bind(3, document);
  set_document_.run();
}

void SourceRecords::remove(std::int64_t source, std::string_view key) {
  will_change(source, key);
  remove_.bind(1, source);
  remove_.bind(2, key);
  remove_.run();
}

std::vector<SourceRecord> SourceRecords::of_row(RowId row, Arena& arena) {
  if (judged_ && judged_->placing()) judged_->show(row);
  const Resetting resetting(of_row_);
  of_row_.bind(1, row);
  std::vector<SourceRecord> records;
  while (of_row_.step()) {
    SourceRecord record;
    record.source = of_row_.integer(0);
    record.key = arena.copy(of_row_.text(1));
    record.row = row;
    record.hash = of_row_.integer(2);
    record.as_of = of_row_.integer(3);
    record.run = of_row_.integer(4);
    record.shared = true;
    record.document = arena.copy(of_row_.text(5));
    records.push_back(record);
  }
  return records;
}

}  // namespace lt::store
