// The statements of one entity's table.
#include "store/entity_rows.hpp"

#include "store/documents.hpp"
#include "store/entity_tables.hpp"
#include "store/judged.hpp"

namespace lt::store {

namespace {

std::string insert_text(const model::Entity& entity) {
  std::string marks = "?1, ?2, ?3";
  for (std::size_t i = 0; i < entity.fields.size(); ++i) marks += ", ?" + std::to_string(i + 4);
  return "INSERT INTO " + sql_name(entity.name) + " (_id, _source, _key, " + column_list(entity) + ") VALUES (" +
         marks + ") ON CONFLICT DO NOTHING";
}

std::string update_text(const model::Entity& entity) {
  std::string assignments = "_source = ?2, _key = ?3, _seq = ?4";
  for (std::size_t i = 0; i < entity.fields.size(); ++i)
    assignments += ", " + sql_name(entity.fields[i].name) + " = ?" + std::to_string(i + 5);
  return "UPDATE " + sql_name(entity.name) + " SET " + assignments + " WHERE _id = ?1";
}

std::string find_text(const model::Entity& entity, const model::Key& key) {
  std::string condition;
  for (const int field : key.fields) {
    if (!condition.empty()) condition += " AND ";
    condition += sql_name(entity.fields[static_cast<std::size_t>(field)].name) + " = ?";
  }
  return "SELECT _id FROM " + sql_name(entity.name) + " WHERE " + condition + " LIMIT 16";
}

}  // namespace

EntityRows::EntityRows(Connection& connection, const model::Entity& entity)
    : connection_(&connection),
      entity_(&entity),
      insert_(connection, insert_text(entity)),
      has_(connection, "SELECT 1 FROM " + sql_name(entity.name) + " WHERE _id = ?"),
      read_(connection,
            "SELECT _id, _source, _key, " + column_list(entity) + " FROM " + sql_name(entity.name) + " WHERE _id = ?"),
      update_(connection, update_text(entity)),
      set_source_(connection, "UPDATE " + sql_name(entity.name) + " SET _source = ?2, _key = ?3 WHERE _id = ?1"),
      remove_(connection, "DELETE FROM " + sql_name(entity.name) + " WHERE _id = ?") {
  for (const model::Key& key : entity.keys) find_.emplace_back(connection, find_text(entity, key));
}

void EntityRows::bind_row(Statement& statement, const StoredRow& row, int first_value) {
  statement.bind(1, row.id);
  if (row.single()) {
    statement.bind(2, row.source);
    statement.bind(3, row.source_key);
  } else {
    statement.bind_null(2);
    statement.bind_null(3);
  }
  int parameter = first_value;
  for (const model::Value& value : row.values) statement.bind(parameter++, value);
}

bool EntityRows::placing() const { return judged_ && judged_->placing(); }

void EntityRows::touch(RowId row) {
  if (judged_ && judged_->following()) judged_->touch(position_, row);
}

void EntityRows::show_first_key(std::span<const model::Value> values) {
  if (placing()) judged_->show_alike(position_, 0, values);
}

// Whether a row that has the first key's values has it only because it was judged, and gave it back.
bool EntityRows::show_holders(std::span<const model::Value> values) {
  if (!placing() || entity_->keys.empty()) return false;
  std::vector<RowId> holders;
  select(0, values, holders);
  return judged_->show_any(holders);
}

bool EntityRows::insert(const StoredRow& row) {
  touch(row.id);
  show_first_key(row.values);
  do {
    bind_row(insert_, row, 4);
    if (insert_.run() == 1) return true;
  } while (show_holders(row.values));
  return false;
}

bool EntityRows::has(RowId id) {
  const Resetting resetting(has_);
  has_.bind(1, id);
  return has_.step();
}

std::optional<StoredRow> EntityRows::read(RowId id, Arena& arena) {
  if (placing()) judged_->show(id);
  const Resetting resetting(read_);
  read_.bind(1, id);
  if (!read_.step()) return std::nullopt;
  return row_of(read_, arena);
}

StoredRow EntityRows::row_of(const Statement& found, Arena& arena) const {
  StoredRow row;
  row.id = found.integer(0);
  row.source = found.integer(1);
  row.source_key = arena.copy(found.text(2));
  row.values = make_values(*entity_, arena);
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const model::Value value = found.value(static_cast<int>(i) + 3);
    row.values[i] = value.kind() == model::Value::Kind::text ? model::Value::text(arena.copy(value.as_text())) : value;
  }
  return row;
}

bool EntityRows::update(const StoredRow& row, Seq seq) {
  touch(row.id);
  show_first_key(row.values);
  do {
    bind_row(update_, row, 5);
    update_.bind(4, seq);
    if (update_.run_unless_taken()) return true;
  } while (show_holders(row.values));
  return false;
}

void EntityRows::set_source(const StoredRow& row) {
  touch(row.id);
  set_source_.bind(1, row.id);
  if (row.single()) {
    set_source_.bind(2, row.source);
    set_source_.bind(3, row.source_key);
  } else {
    set_source_.bind_null(2);
    set_source_.bind_null(3);
  }
  set_source_.run();
}

void EntityRows::remove(RowId id) {
  touch(id);
  remove_.bind(1, id);
  remove_.run();
}

void EntityRows::find(int key, std::span<const model::Value> values, std::vector<RowId>& out) {
  if (!placing()) return select(key, values, out);
  const std::size_t before = out.size();
  judged_->show_alike(position_, key, values);
  do {
    out.resize(before);
    select(key, values, out);
  } while (judged_->show_any(std::span(out).subspan(before)));
}

void EntityRows::select(int key, std::span<const model::Value> values, std::vector<RowId>& out) {
  Statement& statement = find_[static_cast<std::size_t>(key)];
  const Resetting resetting(statement);
  int parameter = 1;
  for (const int field : entity_->keys[static_cast<std::size_t>(key)].fields)
    statement.bind(parameter++, values[static_cast<std::size_t>(field)]);
  while (statement.step()) out.push_back(statement.integer(0));
}

void EntityRows::shared_after(RowId after, int most, std::vector<RowId>& out) {
  Statement select(*connection_, "SELECT _id FROM " + sql_name(entity_->name) +
                                     " WHERE _id > ? AND _source IS NULL ORDER BY _id LIMIT " + std::to_string(most));
  select.bind(1, after);
  while (select.step()) out.push_back(select.integer(0));
}

void EntityRows::referring(int field, RowId target, std::vector<RowId>& out) {
  if (!placing()) return select_referring(field, target, out);
  const std::size_t before = out.size();
  judged_->show(target);
  do {
    out.resize(before);
    select_referring(field, target, out);
  } while (judged_->show_any(std::span(out).subspan(before)));
}

void EntityRows::select_referring(int field, RowId target, std::vector<RowId>& out) {
  Statement statement(*connection_, "SELECT _id FROM " + sql_name(entity_->name) + " WHERE " +
                                        sql_name(entity_->fields[static_cast<std::size_t>(field)].name) + " = ?");
  statement.bind(1, target);
  while (statement.step()) out.push_back(statement.integer(0));
}

}  // namespace lt::store
