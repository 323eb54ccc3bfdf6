// What one system alone says of a row, and of which rows it spoke lately; under the same policy as the row itself.
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/row_claims.hpp"

#include <algorithm>

namespace lt::store {

std::optional<std::vector<model::Value>> Reader::said_by(int entity, RowId id, std::string_view system, Arena& arena) {
  const model::Entity& definition = state_->entity(entity);
  const Snapshot snapshot(*state_);
  auto row = read_claims(*state_, definition, id, arena);
  if (!row) return std::nullopt;
  std::erase_if(row->claims, [system](const model::Claim& claim) { return claim.system != system; });
  if (row->claims.empty()) return std::nullopt;
  return model::fold(definition, row->claims).values;
}

Spoken Reader::spoken(int entity, std::string_view system, RunId since) {
  Spoken found;
  Statement& select = state_->prepared(
      "SELECT record.row, record.run FROM source_record record JOIN source ON source.id = record.source "
      "WHERE source.system = ?1 AND source.entity = ?2 AND record.run >= ?3");
  const Resetting resetting(select);
  select.bind(1, system);
  select.bind(2, std::string_view(state_->entity(entity).name));
  select.bind(3, since);
  while (select.step()) {
    found.rows.push_back(select.integer(0));
    found.newest = std::max(found.newest, select.integer(1));
  }
  std::ranges::sort(found.rows);
  const auto repeated = std::ranges::unique(found.rows);
  found.rows.erase(repeated.begin(), repeated.end());
  return found;
}

}  // namespace lt::store
