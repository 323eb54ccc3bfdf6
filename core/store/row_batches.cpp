// Statements about many rows of an entity, where each statement is a journey.
#include "identity/match.hpp"
#include "store/entity_rows.hpp"
#include "store/entity_tables.hpp"
#include "store/judged.hpp"
#include "store/value_list.hpp"

namespace lt::store {

using model::Value;

namespace {

std::string array_of(const model::Field& field) {
  static constexpr std::string_view types[] = {"TEXT[]", "BIGINT[]", "DOUBLE PRECISION[]"};
  std::string text = "CAST(? AS ";
  text += types[static_cast<int>(column_type(field.type))];
  return text += ')';
}

}  // namespace

void EntityRows::mark_taken(int key, std::span<const std::span<Value>> values, std::vector<char>& taken) {
  const model::Key& definition = entity_->keys[static_cast<std::size_t>(key)];
  if (placing())
    for (const auto& claim : values) judged_->show_alike(position_, key, claim);
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (identity::filled(definition, values[i])) asked.push_back(i);
  if (asked.empty()) return;
  std::string arrays;
  std::string names;
  std::string condition;
  for (std::size_t f = 0; f < definition.fields.size(); ++f) {
    const model::Field& field = entity_->fields[static_cast<std::size_t>(definition.fields[f])];
    const std::string name = "k" + std::to_string(f);
    arrays += (f ? ", " : "") + array_of(field);
    names += name + ", ";
    condition += (f ? " AND e." : "e.") + sql_name(field.name) + " = w." + name;
  }
  Statement select(*connection_, "SELECT w.place FROM unnest(" + arrays + ") WITH ORDINALITY AS w(" + names +
                                     "place) WHERE EXISTS (SELECT 1 FROM " + sql_name(entity_->name) + " e WHERE " +
                                     condition + ")");
  for (std::size_t f = 0; f < definition.fields.size(); ++f) {
    std::vector<Value> column;
    column.reserve(asked.size());
    for (const std::size_t i : asked) column.push_back(values[i][static_cast<std::size_t>(definition.fields[f])]);
    select.bind_list(static_cast<int>(f) + 1, std::move(column));
  }
  while (select.step()) taken[asked[static_cast<std::size_t>(select.integer(0)) - 1]] = 1;
}

void EntityRows::insert_all(std::span<const StoredRow> rows) {
  std::vector<Column> columns = {
      {"_id", ColumnType::integer}, {"_source", ColumnType::integer}, {"_key", ColumnType::text}};
  for (const model::Field& field : entity_->fields) columns.push_back({field.name, column_type(field.type)});
  const auto stream = connection_->stream_rows(entity_->name, columns);
  for (const StoredRow& row : rows) {
    stream->put(Value::integer(row.id));
    stream->put(Value::integer(row.source));
    stream->put(Value::text(row.source_key));
    for (const Value& value : row.values) stream->put(value);
  }
  stream->finish();
}

std::vector<StoredRow> EntityRows::read_all(std::vector<Value> ids, Arena& arena) {
  std::vector<StoredRow> rows;
  rows.reserve(ids.size());
  Statement select(*connection_, "SELECT _id, _source, _key, " + column_list(*entity_) + " FROM " +
                                     sql_name(entity_->name) + " WHERE " + any_of("_id", "BIGINT[]"));
  select.bind_list(1, std::move(ids));
  while (select.step()) rows.push_back(row_of(select, arena));
  return rows;
}

void EntityRows::update_all(std::span<const StoredRow> rows, std::span<const Seq> seqs,
                            std::span<const std::size_t> fields) {
  std::string arrays = "CAST(? AS BIGINT[]), CAST(? AS BIGINT[])";
  std::string names = "id, seq";
  std::string assignments = "_seq = w.seq";
  for (const std::size_t f : fields) {
    const model::Field& field = entity_->fields[f];
    const std::string name = "f" + std::to_string(f);
    arrays += ", " + array_of(field);
    names += ", " + name;
    assignments += ", " + sql_name(field.name) + " = w." + name;
  }
  Statement update(*connection_, "UPDATE " + sql_name(entity_->name) + " SET " + assignments + " FROM unnest(" +
                                     arrays + ") AS w(" + names + ") WHERE _id = w.id");
  update.bind_list(1, list_of(rows, [](const StoredRow& row) { return Value::integer(row.id); }));
  update.bind_list(2, list_of(seqs, [](const Seq seq) { return Value::integer(seq); }));
  int parameter = 3;
  for (const std::size_t f : fields)
    update.bind_list(parameter++, list_of(rows, [f](const StoredRow& row) { return row.values[f]; }));
  update.run();
}

}  // namespace lt::store
