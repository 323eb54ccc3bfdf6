// What the server's catalogues say of tables.
#include "store/postgresql_connection.hpp"
#include "store/postgresql_statement.hpp"
#include "store/postgresql_values.hpp"

#include <map>

namespace lt::store {
namespace {

constexpr const char* own_namespace = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())";

ColumnType type_of(std::int64_t oid) {
  if (oid == oid_int8 || oid == oid_int4 || oid == oid_int2 || oid == oid_bool) return ColumnType::integer;
  return oid == oid_float8 ? ColumnType::decimal : ColumnType::text;
}

}  // namespace

bool PostgresConnection::has_table(std::string_view table) {
  PostgresStatement select(
      *this, std::string("SELECT 1 FROM pg_class WHERE relname = ? AND relnamespace = ") + own_namespace, Fetch::whole);
  select.bind_text(1, table);
  return select.step();
}

bool PostgresConnection::is_empty() { return tables().empty(); }

std::vector<std::string> PostgresConnection::tables() {
  PostgresStatement select(*this,
                           std::string("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = ") +
                               own_namespace + " ORDER BY relname",
                           Fetch::whole);
  std::vector<std::string> names;
  while (select.step()) names.emplace_back(select.text(0));
  return names;
}

TableForm PostgresConnection::form(const std::string& table) {
  // Places in a primary key are counted from 0.
  PostgresStatement select(
      *this,
      std::string("SELECT a.attname, CAST(a.atttypid AS BIGINT), "
                  "coalesce(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum), -1) "
                  "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                  "LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
                  "WHERE c.relname = ? AND c.relnamespace = ") +
          own_namespace + " ORDER BY a.attnum",
      Fetch::whole);
  select.bind_text(1, table);
  TableForm form{.name = table, .columns = {}, .key = {}};
  std::map<std::int64_t, std::string> key;
  while (select.step()) {
    const std::string name(select.text(0));
    form.columns.push_back({name, type_of(select.integer(1))});
    if (select.integer(2) >= 0) key[select.integer(2)] = name;
  }
  form.key.reserve(key.size());
  for (auto& [place, name] : key) form.key.push_back(std::move(name));
  return form;
}

// Nothing where the key has no numbers of its own.
void PostgresConnection::continue_numbers(const TableForm& table) {
  if (table.key.size() != 1 || table.type_of(table.key.front()) != ColumnType::integer) return;
  const std::string key = sql_name(table.key.front());
  PostgresStatement set(*this,
                        "SELECT setval(pg_get_serial_sequence(?, ?), greatest(max(" + key + "), 1), max(" + key +
                            ") IS NOT NULL) FROM " + sql_name(table.name),
                        Fetch::whole);
  const std::string name = sql_name(table.name);
  set.bind_text(1, name);
  set.bind_text(2, table.key.front());
  set.step();
}

}  // namespace lt::store
