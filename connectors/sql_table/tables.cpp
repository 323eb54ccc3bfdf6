// Settings to tables.
#include "tables.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace lt::sql_table {
namespace {

using sdk::misconfigured;
using sdk::Settings;

std::vector<std::string> texts(const Settings& settings, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& item : settings.list(name)) out.emplace_back(item.as_string());
  return out;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Kind kind_of_name(std::string_view name) {
  return name == "integer"   ? Kind::integer
         : name == "number"  ? Kind::number
         : name == "boolean" ? Kind::boolean
                             : Kind::text;
}

sdk::Failure not_a_column(const std::string& name, const std::string& stream) {
  return misconfigured(std::string("the column '").append(name).append("' of the stream '").append(stream) +
                       "' is not among its columns");
}

InTable in_table(const Settings& settings, const std::string& stream) {
  InTable table{settings.text_or("table", ""), settings.text_or("query", ""),     texts(settings, "columns"),        {},
                texts(settings, "key"),        settings.text_or("watermark", ""), settings.integer_or("overlap", 60)};
  const auto types = settings.object("types");
  for (const auto& [column, kind] : types.values()) {
    table.types[std::string(column)] = kind_of_name(kind.as_string());
  }
  if (table.table.empty() == table.query.empty()) {
    throw misconfigured("the stream '" + stream + "' is read from either a 'table' or a 'query'");
  }
  if (!table.query.empty() && table.columns.empty()) {
    throw misconfigured("the stream '" + stream + "' is read by a query, so name its 'columns'");
  }
  for (const auto& key : table.key) {
    if (!table.columns.empty() && !has(table.columns, key)) throw not_a_column(key, stream);
  }
  return table;
}

OutTable out_table(const Settings& settings, const std::string& stream) {
  OutTable table{settings.text("table"), texts(settings, "columns"), texts(settings, "key"),
                 settings.text_or("hub_key", "")};
  for (const auto& key : table.key) {
    if (!has(table.columns, key)) throw not_a_column(key, stream);
  }
  if (!table.hub_key.empty() && !has(table.columns, table.hub_key)) {
    throw not_a_column(table.hub_key, stream);
  }
  return table;
}

}  // namespace

Tables parse_tables(const Settings& settings) {
  Tables tables;
  const auto in = settings.object("in"), out = settings.object("out");
  for (const auto& [name, value] : in.values()) tables.in.emplace(name, in_table(in.object(name), name));
  for (const auto& [name, value] : out.values()) tables.out.emplace(name, out_table(out.object(name), name));
  if (tables.in.empty() && tables.out.empty()) throw misconfigured("name at least one stream under 'in' or 'out'");
  return tables;
}

Kind kind_of_type(std::string type) {
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
  struct Word {
    std::string_view begin;
    Kind kind;
  };
  constexpr std::array words{
      Word{"interval", Kind::text},      Word{"bool", Kind::boolean},      Word{"bit", Kind::boolean},
      Word{"tinyint(1)", Kind::boolean},  // MySQL's BOOLEAN
      Word{"int", Kind::integer},        Word{"bigint", Kind::integer},    Word{"smallint", Kind::integer},
      Word{"tinyint", Kind::integer},    Word{"mediumint", Kind::integer}, Word{"serial", Kind::integer},
      Word{"bigserial", Kind::integer},  Word{"double", Kind::number},     Word{"real", Kind::number},
      Word{"float", Kind::number},       Word{"numeric", Kind::number},    Word{"decimal", Kind::number},
      Word{"number", Kind::number},      Word{"datetime", Kind::local},    Word{"timestamp", Kind::moment}};
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& w) { return type.starts_with(w.begin); });
  return found == words.end() ? Kind::text : found->kind;
}

}  // namespace lt::sql_table
