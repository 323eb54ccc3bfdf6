// Reading in the order of keys, writing in portions, comparing by a hash over all.
#include "store/table_stream.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

#include <bit>

namespace lt::store {
namespace {

using model::Value;

constexpr int rows_of_a_transaction = 50'000;

std::string listed(const std::vector<std::string>& names, std::string_view after = {}) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + sql_name(name) + std::string(after);
  return list;
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

// Values of the key of one row; empty: before the first.
using Place = std::vector<std::string>;

// Rows of a table after a place.
class TableRows {
 public:
  TableRows(Connection& connection, const TableSource& source, Place after)
      : form_(source.form), after_(std::move(after)), select_(connection, text(source, after_), Fetch::in_parts) {
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (form_.type_of(form_.key[i]) == ColumnType::integer) {
        select_.bind(static_cast<int>(i) + 1, static_cast<std::int64_t>(std::stoll(after_[i])));
      } else {
        select_.bind(static_cast<int>(i) + 1, std::string_view(after_[i]));
      }
    }
  }

  bool next() { return select_.step(); }
  // SQLite keeps in a column whatever it is given.
  Value value(std::size_t column) const {
    const Value value = select_.value(static_cast<int>(column));
    const ColumnType type = form_.columns[column].type;
    const bool fits =
        value.kind() == Value::Kind::none || (type == ColumnType::text      ? value.kind() == Value::Kind::text
                                              : type == ColumnType::integer ? value.kind() == Value::Kind::integer
                                                                            : value.kind() != Value::Kind::text);
    if (fits) return value;
    throw Error(ErrorKind::failed, "store: the column " + form_.name + "." + form_.columns[column].name +
                                       " holds a value of another type; lienthong store check says what else is wrong");
  }

 private:
  static std::string text(const TableSource& source, const Place& after) {
    const TableForm& form = source.form;
    std::string text = "SELECT " + listed(names_of(form.columns)) + " FROM " + source.rows + " AS its_rows";
    if (!after.empty()) {
      text += " WHERE (" + listed(form.key) + ") > (?";
      for (std::size_t i = 1; i < form.key.size(); ++i) text += ", ?";
      text += ")";
    }
    return text + " ORDER BY " + listed(form.key);
  }

  const TableForm& form_;
  Place after_;  // borrowed by the statement
  Statement select_;
};

Place last_place(Connection& connection, const TableForm& form) {
  Statement select(connection, "SELECT " + listed(form.key) + " FROM " + sql_name(form.name) + " ORDER BY " +
                                   listed(form.key, " DESC") + " LIMIT 1");
  Place place;
  if (!select.step()) return place;
  place.reserve(form.key.size());
  for (std::size_t i = 0; i < form.key.size(); ++i) {
    const int column = static_cast<int>(i);
    const bool integer = form.type_of(form.key[i]) == ColumnType::integer;
    place.push_back(integer ? std::to_string(select.integer(column)) : select.string(column));
  }
  return place;
}

// Up to `most` rows; false where no more follow. `rows` stands before the first of them.
bool append(TableRows& rows, const TableForm& form, Connection& to, int most) {
  const auto stream = to.stream_rows(form.name, form.columns);
  bool more = true;
  for (int count = 0; count < most && (more = rows.next()); ++count)
    for (std::size_t column = 0; column < form.columns.size(); ++column) stream->put_exactly(rows.value(column));
  stream->finish();
  return more;
}

void append_bytes(std::string& out, auto number) { out.append(reinterpret_cast<const char*>(&number), sizeof number); }

// Without doubt where one value ends and the next begins.
void append_value(std::string& out, const Value& value, ColumnType type) {
  if (value.kind() == Value::Kind::none) {
    out += '-';
  } else if (type == ColumnType::integer) {
    out += 'i';
    append_bytes(out, value.as_integer());
  } else if (type == ColumnType::decimal) {
    out += 'd';
    append_bytes(out, std::bit_cast<std::int64_t>(value.as_decimal()));
  } else {
    out += 't';
    append_bytes(out, static_cast<std::int64_t>(value.as_text().size()));
    out += value.as_text();
  }
}

}  // namespace

void append_rest(Connection& from, const TableSource& source, Connection& to, const std::stop_token& stop) {
  TableRows rows(from, source, last_place(to, source.form));
  for (bool more = true; more;) {
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped at the table " + source.form.name);
    in_transaction(to, [&] { more = append(rows, source.form, to, rows_of_a_transaction); });
  }
}

void append_all(Connection& from, const TableSource& source, Connection& to) {
  TableRows rows(from, source, {});
  while (append(rows, source.form, to, rows_of_a_transaction)) continue;
}

TableContent content_of(Connection& connection, const TableSource& source) {
  TableRows rows(connection, source, {});
  TableContent content;
  std::string row;
  while (rows.next()) {
    row.clear();
    for (std::size_t column = 0; column < source.form.columns.size(); ++column)
      append_value(row, rows.value(column), source.form.columns[column].type);
    content.hash = content_hash(row, static_cast<std::uint64_t>(content.hash));
    ++content.rows;
  }
  return content;
}

namespace {

constexpr const char* same_fields =
    "m.flow = a.flow AND m.destination = a.destination AND m.purpose = a.purpose AND m.fields = a.fields";

}  // namespace

std::string disclosed_fields_with_answers() {
  return "(SELECT id, flow, destination, purpose, fields FROM main.disclosed_fields UNION ALL "
         "SELECT id + (SELECT coalesce(max(id), 0) FROM main.disclosed_fields), flow, destination, purpose, fields "
         "FROM answers.disclosed_fields a WHERE NOT EXISTS (SELECT 1 FROM main.disclosed_fields m WHERE " +
         std::string(same_fields) + "))";
}

std::string disclosure_with_answers() {
  return "(SELECT id, fields, row, seq, run, at, hash FROM main.disclosure UNION ALL "
         "SELECT id + (SELECT coalesce(max(id), 0) FROM main.disclosure), coalesce((SELECT m.id FROM "
         "main.disclosed_fields m, answers.disclosed_fields a WHERE a.id = d.fields AND " +
         std::string(same_fields) +
         "), d.fields + (SELECT coalesce(max(id), 0) FROM main.disclosed_fields)), row, seq, run, at, hash "
         "FROM answers.disclosure d)";
}

}  // namespace lt::store
