// The fold again, with its losers.
#include "store/explain.hpp"

#include "store/documents.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/row_claims.hpp"

namespace lt::store {

using model::Value;

namespace {

Word word_of(ReaderState& state, const RowClaims& row, int claim, std::size_t field) {
  const auto position = static_cast<std::size_t>(claim);
  const SourceRecord& record = row.records[position];
  const SourceName& name = state.names.name(record.source);
  return {name.system,  name.stream, std::string(record.key),
          record.as_of, record.run,  text_of(row.claims[position].values[field])};
}

}  // namespace

std::optional<Explanation> Reader::explain(int entity, RowId id) {
  const model::Entity& definition = state_->entity(entity);
  const Snapshot snapshot(*state_);
  Arena arena;
  const auto row = read_claims(*state_, definition, id, arena);
  if (!row) return std::nullopt;
  Explanation explanation;
  explanation.entity = definition.name;
  explanation.id = id;
  explanation.seq = row->seq;
  for (std::size_t f = 0; f < definition.fields.size(); ++f) {
    FieldExplanation field;
    field.field = definition.fields[f].name;
    field.value = text_of(row->values[f]);
    field.rule = definition.fields[f].merge;
    for (const int claim : model::ranking(definition, definition.fields[f], static_cast<int>(f), row->claims)) {
      Word word = word_of(*state_, *row, claim, f);
      if (field.winner)
        field.losers.push_back(std::move(word));
      else
        field.winner = std::move(word);
    }
    explanation.fields.push_back(std::move(field));
  }
  return explanation;
}

}  // namespace lt::store
