// Texts of SQL.
#include "statements.hpp"

#include <algorithm>
#include <functional>

namespace lt::sql_table {
namespace {

template <class Items, class Make>
std::string joined(const Items& items, std::string_view between, Make make) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += between;
    out += make(i);
  }
  return out;
}

std::string source(const Dialect& dialect, const InTable& table) {
  return table.query.empty() ? quoted_table(dialect, table.table) : "(" + table.query + ") q";
}

/// (k0, k1 …) behind the bound row, in lexicographic order.
std::string behind_key(const Dialect& dialect, const std::vector<std::string>& key) {
  return joined(key, " OR ", [&](std::size_t last) {
    std::string part = "(";
    for (std::size_t i = 0; i <= last; ++i) {
      if (i > 0) part += " AND ";
      part +=
          quoted(dialect, key[i]) + (i == last ? " > " : " = ") + ":k" + std::to_string(last) + "_" + std::to_string(i);
    }
    return part + ")";
  });
}

std::string condition(const Dialect& dialect, const InTable& table, From from) {
  std::vector<std::string> present = table.key;
  if (!table.watermark.empty()) present.push_back(table.watermark);
  std::string all =
      joined(present, " AND ", [&](std::size_t i) { return quoted(dialect, present[i]) + " IS NOT NULL"; });
  const auto watermark = table.watermark.empty() ? "" : quoted(dialect, table.watermark);
  if (from == From::watermark) all += " AND " + watermark + " >= :w0";
  if (from != From::row) return all;
  const auto key = "(" + behind_key(dialect, table.key) + ")";
  if (table.watermark.empty()) return all + " AND " + key;
  return all + " AND (" + watermark + " > :w0 OR (" + watermark + " = :w1 AND " + key + "))";
}

std::string value(std::size_t column) { return ":c" + std::to_string(column); }

std::string by_key(const Dialect& dialect, const OutTable& table) {
  std::string which;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (std::find(table.key.begin(), table.key.end(), table.columns[i]) == table.key.end()) continue;
    which += (which.empty() ? " WHERE " : " AND ") + quoted(dialect, table.columns[i]) + " = " + value(i);
  }
  return which;
}

}  // namespace

std::string select_page(const Dialect& dialect, const InTable& table, const std::vector<Column>& columns, From from,
                        std::size_t rows) {
  auto order = table.key;
  if (!table.watermark.empty()) order.insert(order.begin(), table.watermark);
  std::string page(dialect.page);
  page.replace(page.find('$'), 1, std::to_string(rows));
  return "SELECT " +
         joined(columns, ", ",
                [&](std::size_t i) {
                  const auto name = quoted(dialect, columns[i].name);
                  return "CAST(" + name + " AS " + std::string(dialect.text_type) + ") AS c" + std::to_string(i);
                }) +
         " FROM " + source(dialect, table) + " WHERE " + condition(dialect, table, from) + " ORDER BY " +
         joined(order, ", ", [&](std::size_t i) { return quoted(dialect, order[i]); }) + " " + page;
}

std::string count_unreadable(const Dialect& dialect, const InTable& table) {
  auto needed = table.key;
  if (!table.watermark.empty()) needed.push_back(table.watermark);
  return "SELECT COUNT(*) FROM " + source(dialect, table) + " WHERE " +
         joined(needed, " OR ", [&](std::size_t i) { return quoted(dialect, needed[i]) + " IS NULL"; });
}

std::vector<std::string> upsert(const Dialect& dialect, const OutTable& table) {
  const auto& columns = table.columns;
  const auto is_key = [&](std::size_t i) {
    return std::find(table.key.begin(), table.key.end(), columns[i]) != table.key.end();
  };
  const auto assigned = [&](const std::function<std::string(const std::string&, std::size_t)>& right) {
    std::string all;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (is_key(i)) continue;
      const auto name = quoted(dialect, columns[i]);
      all += (all.empty() ? "" : ", ") + name + " = " + right(name, i);
    }
    return all;
  };
  const auto name_of = [&](const std::vector<std::string>& names) {
    return [&](std::size_t i) { return quoted(dialect, names[i]); };
  };
  const auto into = quoted_table(dialect, table.table);
  const auto insert = "INSERT INTO " + into + " (" + joined(columns, ", ", name_of(columns)) + ") VALUES (" +
                      joined(columns, ", ", value) + ")";
  const auto first_key = quoted(dialect, table.key.front());
  switch (dialect.upsert) {
    case Upsert::on_conflict: {
      const auto set = assigned([](const std::string& name, std::size_t) { return "EXCLUDED." + name; });
      return {insert + " ON CONFLICT (" + joined(table.key, ", ", name_of(table.key)) + ") DO " +
              (set.empty() ? "NOTHING" : "UPDATE SET " + set)};
    }
    case Upsert::update_then_insert:
      break;
  }
  const auto set = assigned([](const std::string&, std::size_t i) { return value(i); });
  const auto which = by_key(dialect, table);
  return {"UPDATE " + into + " SET " + (set.empty() ? first_key + " = " + first_key : set) + which,
          "SELECT COUNT(*) FROM " + into + which, insert};
}

std::string erase(const Dialect& dialect, const OutTable& table) {
  return "DELETE FROM " + quoted_table(dialect, table.table) + by_key(dialect, table);
}

}  // namespace lt::sql_table
