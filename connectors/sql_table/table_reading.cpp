// Pages to records, with the state behind each.
#include "table_reading.hpp"

#include "json_row.hpp"
#include "read_state.hpp"
#include "statements.hpp"

#include <algorithm>
#include <stdexcept>

namespace lt::sql_table {
namespace {

constexpr std::size_t page_rows = 1000;

const Column* find(const std::vector<Column>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

/// What is selected: the wanted columns, then watermark and key where they are not among them.
class Selection {
 public:
  Selection(Database& database, const InTable& table) : table_(table) {
    std::vector<Column> known;
    if (table.query.empty()) {
      if (auto catalogue = database.columns(table.table)) {
        known = std::move(*catalogue);
        if (known.empty()) throw sdk::misconfigured("the database has no table or view '" + table.table + "'");
        require_known(known);
      }
    }
    const auto column = [&](const std::string& name) {
      const auto type = table.types.find(name);
      const auto* found = find(known, name);
      return Column{name, type != table.types.end() ? type->second : found ? found->kind : Kind::text};
    };
    for (const auto& name : table.columns) columns.push_back(column(name));
    if (table.columns.empty()) {
      for (const auto& one : known) columns.push_back(column(one.name));
    }
    shown = columns.size();
    if (shown == 0) throw sdk::misconfigured("this kind of database tells no columns: name them in 'columns'");
    for (const auto& name : table.key) place_of(column(name));
    if (!table.watermark.empty()) place_of(column(table.watermark));
  }

  std::size_t index(const std::string& name) const {
    return static_cast<std::size_t>(find(columns, name) - columns.data());
  }
  Kind kind(const std::string& name) const { return columns[index(name)].kind; }

  std::vector<Column> columns;
  std::size_t shown = 0;  ///< so many of them become members

 private:
  void place_of(Column column) {
    if (!find(columns, column.name)) columns.push_back(std::move(column));
  }
  void require_known(const std::vector<Column>& known) const {
    auto wanted = table_.columns;
    wanted.insert(wanted.end(), table_.key.begin(), table_.key.end());
    if (!table_.watermark.empty()) wanted.push_back(table_.watermark);
    for (const auto& name : wanted) {
      if (!find(known, name)) throw sdk::misconfigured("the table '" + table_.table + "' has no column '" + name + "'");
    }
  }
  const InTable& table_;
};

std::vector<Bound> bound_to(const ReadState& state, const InTable& table, const Selection& selection, From from) {
  std::vector<Bound> values;
  if (from == From::start) return values;
  if (!table.watermark.empty()) {
    const auto kind = selection.kind(table.watermark);
    const auto value = from == From::row ? state.watermark : earlier(state.watermark, table.overlap);
    values.push_back({"w0", value, kind});
    if (from == From::row) values.push_back({"w1", value, kind});
  }
  if (from != From::row) return values;
  for (std::size_t last = 0; last < table.key.size(); ++last) {
    for (std::size_t i = 0; i <= last; ++i) {
      values.push_back(
          {"k" + std::to_string(last) + "_" + std::to_string(i), state.row.at(i), selection.kind(table.key[i])});
    }
  }
  return values;
}

void warn_of_unreadable(const sdk::Reader& reader, Database& database, const Dialect& dialect, const InTable& table) {
  database.query(count_unreadable(dialect, table), {}, [&](const std::vector<Cell>& cells) {
    const auto count = cells.at(0).value_or("0");
    if (count != "0") reader.warn(count + " rows have no value in the key or the watermark, so they are not read");
  });
}

}  // namespace

void read_table(const sdk::Reader& reader, Database& database, const Dialect& dialect, const InTable& table,
                std::string_view stored) {
  ReadState state(stored);
  const Selection selection(database, table);
  const std::vector<Column> shown(selection.columns.begin(),
                                  selection.columns.begin() + static_cast<std::ptrdiff_t>(selection.shown));
  warn_of_unreadable(reader, database, dialect, table);
  auto from = !state.row.empty() ? From::row : state.watermark.empty() ? From::start : From::watermark;
  std::int64_t done = 0;
  for (std::size_t rows = page_rows; rows == page_rows;) {
    reader.require_running();
    rows = 0;
    std::string page;
    ReadState behind;
    database.query(select_page(dialect, table, selection.columns, from, page_rows),
                   bound_to(state, table, selection, from), [&](const std::vector<Cell>& cells) {
                     ++rows;
                     behind.row.clear();
                     for (const auto& name : table.key)
                       behind.row.push_back(cells.at(selection.index(name)).value_or(""));
                     if (!table.watermark.empty())
                       behind.watermark = cells.at(selection.index(table.watermark)).value_or("");
                     try {
                       const auto object = to_json(shown, cells);
                       page += (page.empty() ? "[" : ",") + object;
                     } catch (const std::invalid_argument& error) {
                       std::string name = table.table;
                       for (const auto& part : behind.row) name += "/" + part;
                       reader.reject(name, name + ": " + error.what());
                     }
                   });
    if (rows == 0) break;
    if (!page.empty()) reader.page(page + "]", "");
    state = std::move(behind);
    from = From::row;
    reader.checkpoint(state.dump());
    reader.progress(done += static_cast<std::int64_t>(rows));
  }
  state.row.clear();
  reader.checkpoint(state.dump());
}

}  // namespace lt::sql_table
