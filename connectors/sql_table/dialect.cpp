// The table of dialects.
#include "dialect.hpp"

#include <lienthong/sdk/failure.hpp>

#include <algorithm>

namespace lt::sql_table {
namespace {

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all{
      {"sqlite3",
       '"',
       "TEXT",
       "LIMIT $",
       Upsert::on_conflict,
       true,
       false,
       true,
       {},
       "SELECT name, type FROM pragma_table_info(:name) WHERE :schema = :schema2"},
      {"postgresql",
       '"',
       "TEXT",
       "LIMIT $",
       Upsert::on_conflict,
       true,
       true,
       true,
       {"SET client_encoding TO 'UTF8'", "SET DateStyle TO ISO", "SET TIME ZONE 'UTC'", "SET lock_timeout TO '5s'",
        "SET statement_timeout TO '60s'", "SET extra_float_digits TO 1", "SET bytea_output TO hex"},
       "SELECT CAST(a.attname AS TEXT), format_type(a.atttypid, NULL) FROM pg_attribute a "
       "JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
       "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname = :name AND "
       "CASE WHEN :schema = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = :schema2 END ORDER BY a.attnum"},
      {"mysql",
       '`',
       "CHAR",
       "LIMIT $",
       Upsert::update_then_insert,
       true,
       false,
       false,
       // STRICT: nothing is cut or turned into 0 to make it fit; lc_messages: the errors' words are known.
       {"SET NAMES utf8mb4", "SET SESSION innodb_lock_wait_timeout = 5", "SET SESSION time_zone = '+00:00'",
        "SET SESSION lc_messages = 'en_US'",
        "SET SESSION sql_mode = CONCAT_WS(',', NULLIF(@@sql_mode, ''), 'STRICT_ALL_TABLES')"},
       "SELECT column_name, column_type FROM information_schema.columns WHERE table_name = :name AND "
       "table_schema = IF(:schema = '', DATABASE(), :schema2) ORDER BY ordinal_position"},
      {"odbc",
       '"',
       "VARCHAR(4000)",
       "OFFSET 0 ROWS FETCH NEXT $ ROWS ONLY",
       Upsert::update_then_insert,
       false,
       false,
       true,
       {},
       ""},
  };
  return all;
}

}  // namespace

const Dialect& dialect_of(std::string_view backend) {
  const auto& all = dialects();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Dialect& d) { return d.backend == backend; });
  if (found == all.end()) throw sdk::misconfigured("there is no kind of database '" + std::string(backend) + "'");
  return *found;
}

std::string quoted(const Dialect& dialect, std::string_view name) {
  // SOCI takes a colon for a value to bind, in quotes too.
  const auto bad = [&](char c) { return c == ':' || c == dialect.quote || static_cast<unsigned char>(c) < 0x20; };
  if (name.empty() || std::any_of(name.begin(), name.end(), bad)) {
    throw sdk::misconfigured("the name '" + std::string(name) +
                             "' is empty or holds a colon or a quote: give the table a view with plain names");
  }
  return dialect.quote + std::string(name) + dialect.quote;
}

std::string quoted_table(const Dialect& dialect, std::string_view table) {
  const auto dot = table.find('.');
  if (dot == std::string_view::npos) return quoted(dialect, table);
  return quoted(dialect, table.substr(0, dot)) + "." + quoted(dialect, table.substr(dot + 1));
}

}  // namespace lt::sql_table
