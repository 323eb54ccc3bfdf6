// Reading a row with its source records.
#include "store/row_claims.hpp"

#include "store/documents.hpp"
#include "store/entity_tables.hpp"
#include "store/reader_state.hpp"

namespace lt::store {

using model::Value;

namespace {

void read_records(ReaderState& state, RowClaims& row, std::int64_t source, std::string_view key, Arena& arena) {
  Statement& select = state.prepared(
      row.single ? "SELECT source, key, hash, as_of, run, doc FROM source_record WHERE source = ?1 AND key = ?2 "
                   "AND row = ?3 AND doc IS NULL"
                 : "SELECT source, key, hash, as_of, run, doc FROM source_record WHERE row = ?3 AND doc IS NOT NULL "
                   "AND ?1 = ?1 AND ?2 = ?2 ORDER BY source, key");
  const Resetting resetting(select);
  select.bind(1, source);
  select.bind(2, key);
  select.bind(3, row.id);
  while (select.step())
    row.records.push_back({select.integer(0), arena.copy(select.text(1)), row.id, select.integer(2), select.integer(3),
                           select.integer(4), !row.single, arena.copy(select.text(5))});
}

}  // namespace

std::optional<RowClaims> read_claims(ReaderState& state, const model::Entity& entity, RowId id, Arena& arena) {
  RowClaims row;
  std::int64_t source = 0;
  std::string_view key;
  {
    Statement& select = state.prepared("SELECT coalesce(_seq, _id), _source, _key, " + column_list(entity) + " FROM " +
                                       sql_name(entity.name) + " WHERE _id = ?");
    const Resetting resetting(select);
    select.bind(1, id);
    if (!select.step()) return std::nullopt;
    row.id = id;
    row.seq = select.integer(0);
    row.single = !select.is_null(1);
    source = select.integer(1);
    key = arena.copy(select.text(2));
    row.values = make_values(entity, arena);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const Value value = select.value(static_cast<int>(i) + 3);
      row.values[i] = value.kind() == Value::Kind::text ? Value::text(arena.copy(value.as_text())) : value;
    }
  }
  read_records(state, row, source, key, arena);
  for (const SourceRecord& record : row.records)
    row.claims.push_back({state.names.name(record.source).system, record.as_of, record.hash,
                          row.single ? row.values : read_document(entity, record.document, arena)});
  return row;
}

}  // namespace lt::store
