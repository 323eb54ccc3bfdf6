// The change feed as a merge of ordered statements: rows as created, rows changed since, tombstones, referring rows.
#include "store/feed.hpp"

#include "store/documents.hpp"
#include "store/entity_tables.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/value_list.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace lt::store {

using model::Value;

void Rows::clear() {
  arena.clear();
  rows.clear();
  last = {};
  more = false;
}

namespace {

// One ordered stream of due rows: columns due, id, seq, removed, then a document or the fields.
class Stream {
 public:
  Stream(ReaderState& state, const std::string& text, const FeedQuery& query, std::string_view entity = {})
      : statement_(state.prepared(text)) {
    statement_.bind(1, query.after.seq);
    statement_.bind(2, query.up_to);
    statement_.bind(3, query.limit + 1);
    statement_.bind(4, query.after.row);
    if (!entity.empty()) statement_.bind(5, entity);
    do advance();
    while (alive_ && place() <= query.after);
  }
  ~Stream() { statement_.reset(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool alive() const { return alive_; }
  FeedPosition place() const { return {statement_.integer(0), statement_.integer(1)}; }
  const Statement& row() const { return statement_; }
  void advance() { alive_ = statement_.step(); }

 private:
  Statement& statement_;
  bool alive_ = true;
};

std::string created_text(const model::Entity& entity) {
  return "SELECT _id, _id, _id, 0, " + column_list(entity) + " FROM " + sql_name(entity.name) +
         " WHERE _id >= ?1 AND _id <= ?2 AND _seq IS NULL AND ?4 = ?4 ORDER BY _id LIMIT ?3 + 1";
}

std::string changed_text(const model::Entity& entity) {
  return "SELECT _seq, _id, _seq, 0, " + column_list(entity) + " FROM " + sql_name(entity.name) +
         " WHERE _seq >= ?1 AND _seq <= ?2 AND ?4 = ?4 ORDER BY _seq LIMIT ?3 + 1";
}

constexpr const char* removed_text =
    "SELECT seq, row, seq, 1, doc FROM removed WHERE seq >= ?1 AND seq <= ?2 AND entity = ?5 AND ?4 = ?4 "
    "ORDER BY seq LIMIT ?3 + 1";

// A row that is due by its own later change is left to that place.
std::string referring_text(const model::Entity& entity, const model::Field& field) {
  return "SELECT t._seq, e._id, coalesce(e._seq, e._id), 0, " + column_list(entity, "e.") + " FROM " +
         sql_name(field.target) + " t CROSS JOIN " + sql_name(entity.name) + " e WHERE e." + sql_name(field.name) +
         " = t._id AND t._seq >= ?1 AND t._seq <= ?2 AND (t._seq > ?1 OR e._id > ?4) "
         "AND coalesce(e._seq, e._id) < t._seq ORDER BY t._seq, e._id LIMIT ?3 + 1";
}

Row read_row(const model::Entity& entity, const Statement& statement, Arena& arena) {
  Row row;
  row.id = statement.integer(1);
  row.seq = statement.integer(2);
  row.removed = statement.integer(3) != 0;
  if (row.removed) {
    row.values = read_document(entity, statement.text(4), arena);
    return row;
  }
  const auto values = make_values(entity, arena);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value value = statement.value(static_cast<int>(i) + 4);
    values[i] = value.kind() == Value::Kind::text ? Value::text(arena.copy(value.as_text())) : value;
  }
  row.values = values;
  return row;
}

}  // namespace

void Reader::changes(const FeedQuery& query, Rows& out) {
  const model::Entity& entity = state_->entity(query.entity);
  out.clear();
  out.last = query.after;
  const Snapshot snapshot(*state_);
  std::vector<std::unique_ptr<Stream>> streams;
  streams.push_back(std::make_unique<Stream>(*state_, created_text(entity), query));
  streams.push_back(std::make_unique<Stream>(*state_, changed_text(entity), query));
  streams.push_back(std::make_unique<Stream>(*state_, removed_text, query, entity.name));
  for (const int field : query.references)
    streams.push_back(std::make_unique<Stream>(
        *state_, referring_text(entity, entity.fields.at(static_cast<std::size_t>(field))), query));

  std::unordered_set<RowId> seen;
  while (true) {
    std::erase_if(streams, [](const auto& stream) { return !stream->alive(); });
    if (streams.empty()) return;
    Stream& next = **std::min_element(streams.begin(), streams.end(),
                                      [](const auto& a, const auto& b) { return a->place() < b->place(); });
    if (out.rows.size() == static_cast<std::size_t>(query.limit)) {
      out.more = true;
      return;
    }
    out.last = next.place();
    if (seen.insert(out.last.row).second) out.rows.push_back(read_row(entity, next.row(), out.arena));
    next.advance();
  }
}

namespace {

void rows_of_many(ReaderState& state, const model::Entity& entity, std::span<const RowId> ids, Rows& out) {
  Statement& select = state.prepared("SELECT 0, _id, coalesce(_seq, _id), 0, " + column_list(entity) + " FROM " +
                                     sql_name(entity.name) + " WHERE _id = ANY(CAST(? AS BIGINT[]))");
  const Resetting resetting(select);
  select.bind_list(1, list_of(ids, [](RowId id) { return Value::integer(id); }));
  std::unordered_map<RowId, Row> found;
  while (select.step()) found.emplace(select.integer(1), read_row(entity, select, out.arena));
  for (const RowId id : ids)
    if (const auto row = found.find(id); row != found.end()) out.rows.push_back(row->second);
}

}  // namespace

void Reader::rows(int entity, std::span<const RowId> ids, Rows& out) {
  const model::Entity& definition = state_->entity(entity);
  out.clear();
  const Snapshot snapshot(*state_);
  if (state_->connection.far()) return rows_of_many(*state_, definition, ids, out);
  Statement& select = state_->prepared("SELECT 0, _id, coalesce(_seq, _id), 0, " + column_list(definition) + " FROM " +
                                       sql_name(definition.name) + " WHERE _id = ?");
  for (const RowId id : ids) {
    const Resetting resetting(select);
    select.bind(1, id);
    if (select.step()) out.rows.push_back(read_row(definition, select, out.arena));
  }
}

void Reader::page(int entity, RowId after, int limit, Rows& out) {
  const model::Entity& definition = state_->entity(entity);
  out.clear();
  Statement& select = state_->prepared("SELECT 0, _id, coalesce(_seq, _id), 0, " + column_list(definition) + " FROM " +
                                       sql_name(definition.name) + " WHERE _id > ?1 ORDER BY _id LIMIT ?2");
  const Resetting resetting(select);
  select.bind(1, after);
  select.bind(2, limit);
  while (select.step()) out.rows.push_back(read_row(definition, select, out.arena));
}

}  // namespace lt::store
