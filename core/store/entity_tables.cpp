// DDL from the model. System columns begin with an underscore, which no field's name may.
#include "store/entity_tables.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "store/connection.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

namespace lt::store {

namespace {

void add_column(Connection& connection, const std::string& table, const std::string& name, ColumnType type) {
  static constexpr const char* types[] = {"TEXT", "INTEGER", "REAL"};
  connection.define("ALTER TABLE " + sql_name(table) + " ADD COLUMN " + sql_name(name) + " " +
                    types[static_cast<int>(type)]);
}

std::map<std::string, std::string> stored_fields(Connection& connection, const std::string& entity) {
  Statement select(connection, "SELECT field, type FROM model_field WHERE entity = ?");
  select.bind(1, std::string_view(entity));
  std::map<std::string, std::string> fields;
  while (select.step()) fields.emplace(select.string(0), select.string(1));
  return fields;
}

void refuse_changed_type(const model::Entity& entity, const model::Field& field, const std::string& stored) {
  if (stored == type_name(field.type)) return;
  throw Error(ErrorKind::misconfigured,
              entity.file + ":" + std::to_string(field.line) + ": field " + entity.name + "." + field.name + " is " +
                  std::string(type_name(field.type)) + " but the store holds it as " + stored +
                  "; give the field a new name, or start a new store and read the sources again");
}

void add_field(Connection& connection, const model::Entity& entity, const model::Field& field) {
  add_column(connection, entity.name, field.name, column_type(field.type));
  Statement insert(connection, "INSERT INTO model_field VALUES (?, ?, ?)");
  insert.bind(1, std::string_view(entity.name));
  insert.bind(2, std::string_view(field.name));
  insert.bind(3, type_name(field.type));
  insert.run();
}

// _seq is NULL until the row's first change: until then its place in the feed is its id. _source and _key name the
// source record that the row is while nobody else speaks of it.
void make_table(Connection& connection, const std::string& name) {
  connection.define("CREATE TABLE " + sql_name(name) +
                    " (_id INTEGER PRIMARY KEY, _seq INTEGER, _source INTEGER, _key TEXT)");
  connection.execute("CREATE UNIQUE INDEX " + sql_name(name + "__feed") + " ON " + sql_name(name) +
                     " (_seq) WHERE _seq IS NOT NULL");
}

void make_table(Connection& connection, const model::Entity& entity) {
  if (connection.has_table(entity.name))
    throw Error(ErrorKind::misconfigured,
                entity.file + ": the store has a table '" + entity.name + "' of its own; give the entity another name");
  make_table(connection, entity.name);
}

// PostgreSQL cuts names off after 63 bytes; two that begin alike must not become one.
std::string index_name(const std::string& name) {
  if (name.size() <= 63) return name;
  return name.substr(0, 46) + "_" + std::to_string(content_hash(name) & 0x7fff'ffff'ffff);
}

void make_index(Connection& connection, const model::Entity& entity, const std::vector<int>& fields, bool unique) {
  std::string name = entity.name + "_";
  std::string columns;
  std::string filled;
  for (const int position : fields) {
    const model::Field& field = entity.fields[static_cast<std::size_t>(position)];
    name += "_" + field.name;
    columns += (columns.empty() ? "" : ", ") + sql_name(field.name);
    if (!field.required) filled += (filled.empty() ? " WHERE " : " AND ") + sql_name(field.name) + " IS NOT NULL";
  }
  connection.execute(std::string("CREATE ") + (unique ? "UNIQUE " : "") + "INDEX IF NOT EXISTS " +
                     sql_name(index_name(name)) + " ON " + sql_name(entity.name) + " (" + columns + ")" + filled);
}

// The index of a key that begins with a field serves look-ups by that field too, unless it leaves rows out because
// another of its fields is optional.
bool leads_a_key(const model::Entity& entity, int field) {
  return std::any_of(entity.keys.begin(), entity.keys.end(), [&](const model::Key& key) {
    return !key.fields.empty() && key.fields.front() == field &&
           std::all_of(key.fields.begin() + 1, key.fields.end(),
                       [&](int other) { return entity.fields[static_cast<std::size_t>(other)].required; });
  });
}

void make_indexes(Connection& connection, const model::Entity& entity) {
  for (std::size_t k = 0; k < entity.keys.size(); ++k)
    make_index(connection, entity, entity.keys[k].fields, k == 0 && !entity.keys[k].weak);
  for (std::size_t f = 0; f < entity.fields.size(); ++f) {
    const int position = static_cast<int>(f);
    if (entity.fields[f].type == model::FieldType::reference && !leads_a_key(entity, position))
      make_index(connection, entity, {position}, false);
  }
}

}  // namespace

ColumnType column_type(model::FieldType type) {
  switch (type) {
    case model::FieldType::integer:
    case model::FieldType::boolean:
    case model::FieldType::reference:
      return ColumnType::integer;
    case model::FieldType::decimal:
      return ColumnType::decimal;
    default:
      return ColumnType::text;
  }
}

std::string_view type_name(model::FieldType type) {
  static constexpr std::string_view names[] = {"text", "integer",   "decimal",  "boolean",
                                               "date", "timestamp", "reference"};
  return names[static_cast<int>(type)];
}

std::vector<std::string> prepare_entity_tables(Connection& connection, const model::Model& model) {
  std::vector<std::string> made;
  for (const auto& entity : model.entities()) {
    const auto stored = stored_fields(connection, entity->name);
    if (stored.empty()) {
      make_table(connection, *entity);
      made.push_back("table " + entity->name);
    }
    for (const model::Field& field : entity->fields) {
      const auto found = stored.find(field.name);
      if (found != stored.end()) {
        refuse_changed_type(*entity, field, found->second);
        continue;
      }
      add_field(connection, *entity, field);
      if (!stored.empty()) made.push_back("column " + entity->name + "." + field.name);
    }
    make_indexes(connection, *entity);
  }
  return made;
}

void make_table_like(Connection& connection, const TableForm& form) {
  if (!connection.has_table(form.name)) make_table(connection, form.name);
  const TableForm there = connection.form(form.name);
  for (const Column& column : form.columns) {
    const auto same = [&](const Column& other) { return other.name == column.name; };
    if (std::none_of(there.columns.begin(), there.columns.end(), same))
      add_column(connection, form.name, column.name, column.type);
  }
}

void prepare_lookups(Connection& connection, const model::Model& model, const std::vector<Lookup>& lookups) {
  for (const Lookup& lookup : lookups) {
    const model::Entity& entity = *model.find(lookup.entity);
    if (!leads_a_key(entity, lookup.field)) make_index(connection, entity, {lookup.field}, false);
  }
}

void require_entity_tables(Connection& connection, const model::Model& model) {
  for (const auto& entity : model.entities()) {
    const auto stored = stored_fields(connection, entity->name);
    for (const model::Field& field : entity->fields) {
      const auto found = stored.find(field.name);
      if (found == stored.end())
        throw Error(ErrorKind::misconfigured, entity->file + ":" + std::to_string(field.line) +
                                                  ": the store does not know " + entity->name + "." + field.name +
                                                  " yet; start the hub once with this model, or name the right store");
      refuse_changed_type(*entity, field, found->second);
    }
  }
}

std::string column_list(const model::Entity& entity, const std::string& prefix) {
  std::string out;
  for (const model::Field& field : entity.fields) {
    if (!out.empty()) out += ", ";
    out += prefix + sql_name(field.name);
  }
  return out;
}

}  // namespace lt::store
