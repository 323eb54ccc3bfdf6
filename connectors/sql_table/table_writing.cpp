// Transactions and savepoints.
#include "table_writing.hpp"

#include "json_row.hpp"
#include "statements.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace lt::sql_table {
namespace {

using sdk::Record;
using sdk::Writer;

struct Refusal {
  lt_reject_class reject_class;
  std::string reason;
};
using Result = std::optional<Refusal>;  ///< none: written

/// What one row alone has to answer for; nothing for what concerns them all.
std::optional<lt_reject_class> class_of(Reaction reaction) {
  switch (reaction) {
    case Reaction::transient:
      return LT_REJECT_TRANSIENT;
    case Reaction::dependency:
      return LT_REJECT_DEPENDENCY;
    case Reaction::permanent:
      return LT_REJECT_PERMANENT;
    default:
      return std::nullopt;
  }
}

class Writing {
 public:
  Writing(const Writer& writer, Database& database, const Dialect& dialect, const OutTable& table,
          std::map<std::string, Kind> kinds)
      : writer_(writer),
        database_(database),
        dialect_(dialect),
        table_(table),
        kinds_(std::move(kinds)),
        upsert_(upsert(dialect, table)),
        erase_(erase(dialect, table)) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (std::find(table.key.begin(), table.key.end(), table.columns[i]) != table.key.end())
        key_names_.insert("c" + std::to_string(i));
  }

  void run(std::span<const Record> records) {
    if (!dialect_.savepoints || !in_one_transaction(records)) {
      for (const auto& record : records) settle(record, alone(record));
    }
  }

 private:
  /// False when the transaction as a whole was refused at its end, with nothing settled.
  bool in_one_transaction(std::span<const Record> records) {
    std::vector<Result> results;
    results.reserve(records.size());
    try {
      database_.begin();
      for (const auto& record : records) results.push_back(within_savepoint(record));
    } catch (...) {
      database_.rollback();
      throw;
    }
    try {
      database_.commit();
    } catch (const DatabaseError& error) {
      database_.rollback();
      if (!class_of(error.reaction)) throw;
      return false;
    }
    for (std::size_t i = 0; i < records.size(); ++i) settle(records[i], results[i]);
    return true;
  }

  Result within_savepoint(const Record& record) {
    writer_.require_running();
    database_.run("SAVEPOINT record");
    auto result = tried(record);
    if (result) database_.run("ROLLBACK TO SAVEPOINT record");
    database_.run("RELEASE SAVEPOINT record");
    return result;
  }

  Result alone(const Record& record) {
    writer_.require_running();
    try {
      database_.begin();
      auto result = tried(record);
      if (result) {
        database_.rollback();
      } else {
        result = refused([&] { database_.commit(); });
        if (result) database_.rollback();
      }
      return result;
    } catch (...) {
      database_.rollback();
      throw;
    }
  }

  template <class Work>
  static Result refused(Work&& work) {
    try {
      work();
      return std::nullopt;
    } catch (const sdk::Failure& failure) {
      return Refusal{LT_REJECT_PERMANENT, failure.what()};
    } catch (const DatabaseError& error) {
      const auto reject_class = class_of(error.reaction);
      if (!reject_class) throw;
      return Refusal{*reject_class, error.what()};
    }
  }

  Result tried(const Record& record) {
    return refused([&] {
      const auto values = values_of(record);
      if (record.erase) {
        database_.execute(erase_, values);
      } else if (database_.execute(upsert_.front(), values) == 0 && upsert_.size() > 1 && !is_there(values)) {
        database_.execute(upsert_.back(), values);
      }
    });
  }

  bool is_there(std::vector<Bound> values) {
    std::erase_if(values, [&](const Bound& value) { return !key_names_.contains(value.name); });
    bool there = false;
    database_.query(upsert_[1], values, [&](const std::vector<Cell>& cells) { there = cells.at(0) != "0"; });
    return there;
  }

  std::vector<Bound> values_of(const Record& record) const {
    const auto document = record.json.empty() ? boost::json::value(boost::json::object()) : record.parse();
    if (!document.is_object()) throw sdk::failed("the record is no JSON object");
    const auto& object = document.get_object();
    std::vector<Bound> values;
    values.reserve(table_.columns.size());
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const auto& name = table_.columns[i];
      const bool is_key = std::find(table_.key.begin(), table_.key.end(), name) != table_.key.end();
      if (record.erase && !is_key) continue;
      auto cell = name == table_.hub_key ? Cell(record.key) : to_cell(object.if_contains(name), dialect_);
      if (cell && !dialect_.offsets && kinds_.contains(name)) cell = without_offset(*cell, kinds_.at(name));
      if (is_key && !cell) throw sdk::failed("the record lacks '" + name + "', which is part of the table's key");
      values.push_back({"c" + std::to_string(i), std::move(cell)});
    }
    return values;
  }

  void settle(const Record& record, const Result& result) const {
    if (result) {
      writer_.reject(record, result->reject_class, result->reason);
    } else {
      writer_.accept(record);
    }
  }

  const Writer& writer_;
  Database& database_;
  const Dialect& dialect_;
  const OutTable& table_;
  std::map<std::string, Kind> kinds_;  ///< of the columns, as far as the catalogue tells
  std::vector<std::string> upsert_;
  std::string erase_;
  std::set<std::string> key_names_;  ///< of the values that are the key
};

std::map<std::string, Kind> kinds_of_columns(Database& database, const OutTable& table) {
  const auto known = database.columns(table.table);
  std::map<std::string, Kind> kinds;
  if (!known) return kinds;
  if (known->empty()) throw sdk::misconfigured("the database has no table '" + table.table + "'");
  for (const auto& name : table.columns) {
    const bool there = std::any_of(known->begin(), known->end(), [&](const Column& c) { return c.name == name; });
    if (!there) throw sdk::misconfigured("the table '" + table.table + "' has no column '" + name + "'");
  }
  for (const auto& column : *known) kinds.emplace(column.name, column.kind);
  return kinds;
}

}  // namespace

void write_table(const Writer& writer, Database& database, const Dialect& dialect, const OutTable& table,
                 std::span<const Record> records) {
  Writing(writer, database, dialect, table, kinds_of_columns(database, table)).run(records);
}

}  // namespace lt::sql_table
