// Following reference paths over many rows at once.
#include "sync/linked_rows.hpp"

#include <algorithm>

namespace lt::sync {
namespace {

std::int64_t referred_id(const store::Row& row, int field) {
  return row.removed ? 0 : row.values[static_cast<std::size_t>(field)].as_integer();
}

}  // namespace

LinkedRows::LinkedRows(const store::Store& store, const model::Entity& entity,
                       const std::vector<mapping::ReferencePath>& paths)
    : store_(store), entity_(entity), paths_(paths), steps_(paths.size()), ends_(paths.size()) {}

void LinkedRows::fetch(store::Reader& reader, std::span<const store::Row> rows) {
  for (std::size_t p = 0; p < paths_.size(); ++p) {
    const model::Entity* entity = &entity_;
    std::vector<const store::Row*>& ends = ends_[p];
    ends.clear();
    ends.reserve(rows.size());
    for (const auto& row : rows) ends.push_back(&row);
    steps_[p].resize(paths_[p].fields.size());
    for (std::size_t i = 0; i < paths_[p].fields.size(); ++i) {
      const int field = paths_[p].fields[i];
      const std::string& target = entity->fields[static_cast<std::size_t>(field)].target;
      Step& step = steps_[p][i];
      std::vector<store::RowId> ids;
      for (const auto* row : ends) {
        if (const auto id = row ? referred_id(*row, field) : 0) ids.push_back(id);
      }
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      step.rows.clear();
      reader.rows(store_.entity(target), ids, step.rows);
      step.by_id.clear();
      for (const auto& row : step.rows.rows) step.by_id.emplace(row.id, &row);
      for (auto& row : ends) {
        const auto found = step.by_id.find(row ? referred_id(*row, field) : 0);
        row = found == step.by_id.end() ? nullptr : found->second;
      }
      entity = store_.model().find(target);
    }
  }
}

std::vector<std::span<const model::Value>> LinkedRows::values(std::size_t position) const {
  std::vector<std::span<const model::Value>> linked;
  linked.reserve(ends_.size());
  for (const auto& ends : ends_) {
    const store::Row* end = ends[position];
    linked.push_back(end ? end->values : std::span<const model::Value>());
  }
  return linked;
}

store::Seq LinkedRows::latest(std::size_t position) const {
  store::Seq latest = 0;
  for (const auto& ends : ends_) {
    if (ends[position]) latest = std::max(latest, ends[position]->seq);
  }
  return latest;
}

std::vector<int> LinkedRows::references() const {
  std::vector<int> fields;
  for (const auto& path : paths_) {
    const int field = path.fields.front();
    if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
  }
  return fields;
}

}  // namespace lt::sync
