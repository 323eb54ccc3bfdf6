// Integrity of the whole store: rows against their sources, references, the feed.
#include "identity/match.hpp"
#include "store/documents.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/row_claims.hpp"

namespace lt::store {

namespace {

constexpr std::size_t most_problems = 100;

class Checking {
 public:
  Checking(ReaderState& state, CheckReport& report) : state_(state), report_(report) {}

  void database() {
    for (const std::string& damage : state_.connection.damages()) note("database: " + damage);
    report_.source_records = state_.connection.integer("SELECT count(*) FROM source_record");
    count("causes count other dead letters than wait for them",
          "SELECT count(*) FROM letter_cause c WHERE c.waiting <> (SELECT count(*) FROM dead_letter d "
          "WHERE d.state = 0 AND d.flow = c.flow AND d.cause = c.id)");
  }

  void rows(const model::Entity& entity) {
    Statement ids(state_.connection, "SELECT _id FROM " + sql_name(entity.name), Fetch::in_parts);
    Arena arena;
    while (ids.step()) {
      ++report_.rows;
      arena.clear();
      row(entity, ids.integer(0), arena);
    }
    count("source records of " + entity.name + " speak of rows that are not there",
          "SELECT count(*) FROM source_record r JOIN source s ON s.id = r.source WHERE s.entity = '" + entity.name +
              "' AND r.row NOT IN (SELECT _id FROM " + sql_name(entity.name) + ")");
  }

  void references(const model::Entity& entity) {
    for (const model::Field& field : entity.fields)
      if (field.type == model::FieldType::reference)
        count(entity.name + "." + field.name + " refer to rows that are not there",
              "SELECT count(*) FROM " + sql_name(entity.name) + " WHERE " + sql_name(field.name) + " IS NOT NULL AND " +
                  sql_name(field.name) + " NOT IN (SELECT _id FROM " + sql_name(field.target) + ")");
  }

  void feed(const model::Entity& entity) {
    const std::string table = sql_name(entity.name);
    count("rows of " + entity.name + " stand beyond the end of the feed",
          "SELECT count(*) FROM " + table +
              " WHERE coalesce(_seq, _id) > (SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'seq')");
    count("rows of " + entity.name + " share a place in the feed with a tombstone",
          "SELECT count(*) FROM " + table + " WHERE _seq IN (SELECT seq FROM removed)");
    count(
        "tombstones of " + entity.name + " whose row is still there",
        "SELECT count(*) FROM removed WHERE entity = '" + entity.name + "' AND row IN (SELECT _id FROM " + table + ")");
  }

 private:
  void note(const std::string& problem) {
    if (report_.problems.size() < most_problems) report_.problems.push_back(problem);
  }

  void count(const std::string& what, const std::string& query) {
    if (const auto found = state_.connection.integer(query)) note(std::to_string(found) + " " + what);
  }

  void row(const model::Entity& entity, RowId id, Arena& arena) {
    const auto row = read_claims(state_, entity, id, arena);
    const std::string name = entity.name + " " + std::to_string(id);
    if (!row) return;
    if (row->records.empty()) return note(name + " has no source record");
    if (row->single) return;  // it is its source's document
    if (row->records.size() == 1) note(name + " has one source record but is kept as shared");
    std::vector<model::Value> folded = model::fold(entity, row->claims).values;
    if (same_values(row->values, folded) || gave_up_key(entity, *row, folded)) return;
    note(name + " differs from what its source records say; where the merge policy has changed since: " +
         "lienthong store refold " + entity.name);
  }

  // A row goes without the last field of its first key where another row has that key, as one that a person has split
  // off from a row with the same number.
  bool gave_up_key(const model::Entity& entity, const RowClaims& row, std::vector<model::Value>& folded) {
    if (entity.keys.empty() || !identity::filled(entity.keys.front(), folded)) return false;
    std::string condition;
    for (const int field : entity.keys.front().fields)
      condition += " AND " + sql_name(entity.fields[static_cast<std::size_t>(field)].name) + " = ?";
    Statement& select = state_.prepared("SELECT 1 FROM " + sql_name(entity.name) + " WHERE _id <> ?" + condition);
    const Resetting resetting(select);
    int parameter = 1;
    select.bind(parameter, row.id);
    for (const int field : entity.keys.front().fields)
      select.bind(++parameter, folded[static_cast<std::size_t>(field)]);
    const bool taken = select.step();
    folded[static_cast<std::size_t>(entity.keys.front().fields.back())] = model::Value();
    return taken && same_values(row.values, folded);
  }

  ReaderState& state_;
  CheckReport& report_;
};

}  // namespace

CheckReport Reader::check() {
  CheckReport report;
  const Snapshot snapshot(*state_);
  Checking checking(*state_, report);
  checking.database();
  for (const auto& entity : state_->model->entities()) {
    checking.rows(*entity);
    checking.references(*entity);
    checking.feed(*entity);
  }
  return report;
}

}  // namespace lt::store
