// The rule over the model, and the search that follows it from referred rows to referring ones.
#include "store/belonging.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace lt::store {

namespace {

template <class Means>
std::vector<int> references(const model::Entity& entity, const Means& means) {
  std::vector<int> fields;
  for (std::size_t f = 0; f < entity.fields.size(); ++f)
    if (entity.fields[f].type == model::FieldType::reference && means(entity.fields[f].target))
      fields.push_back(static_cast<int>(f));
  return fields;
}

class Search {
 public:
  Search(const Prepared& prepared, bool far, const model::Model& model)
      : prepared_(prepared), far_(far), model_(model) {}

  void start(int entity, RowId row) {
    std::set<RowId>& rows = found_[entity];
    rows.insert(row);
    complete({.entity = entity, .fields = {}}, rows);
  }

  void follow(const Belonging& belonging) {
    std::set<RowId> rows;
    for (const int field : belonging.fields) {
      const auto target = found_.find(model_.position(definition(belonging, field).target).value());
      if (target == found_.end()) continue;
      referring(belonging, field, {target->second.begin(), target->second.end()}, rows);
    }
    complete(belonging, rows);
    if (!rows.empty()) found_[belonging.entity] = std::move(rows);
  }

  RowsByEntity take() { return std::exchange(found_, {}); }

 private:
  const model::Entity& entity_at(int place) const { return *model_.entities()[static_cast<std::size_t>(place)]; }

  const model::Field& definition(const Belonging& belonging, int field) const {
    return entity_at(belonging.entity).fields[static_cast<std::size_t>(field)];
  }

  // Adds rows to `rows`, and returns those that were not among them.
  std::vector<RowId> ask(const std::string& select, const std::vector<RowId>& about, std::set<RowId>& rows) const {
    std::vector<RowId> added;
    each_by_rows(prepared_, far_, select, about, [&](const Statement& found) {
      if (rows.insert(found.integer(0)).second) added.push_back(found.integer(0));
    });
    return added;
  }

  std::vector<RowId> referring(const Belonging& belonging, int field, const std::vector<RowId>& targets,
                               std::set<RowId>& rows) const {
    const std::string& name = entity_at(belonging.entity).name;
    std::vector<RowId> added = ask(
        "SELECT _id FROM " + sql_name(name) + " WHERE " + sql_name(definition(belonging, field).name), targets, rows);
    const std::vector<RowId> gone =
        ask("SELECT row FROM former_reference WHERE entity = '" + name + "' AND target", targets, rows);
    added.insert(added.end(), gone.begin(), gone.end());
    return added;
  }

  // Rows that were merged into these, and rows of the same kind that refer to these, until there are no more.
  void complete(const Belonging& belonging, std::set<RowId>& rows) const {
    std::vector<RowId> latest(rows.begin(), rows.end());
    while (!latest.empty()) {
      std::vector<RowId> next = ask("SELECT row FROM removed WHERE moved_to <> 0 AND moved_to", latest, rows);
      for (const int field : belonging.fields) {
        if (definition(belonging, field).target != entity_at(belonging.entity).name) continue;
        const std::vector<RowId> more = referring(belonging, field, latest, rows);
        next.insert(next.end(), more.begin(), more.end());
      }
      latest = std::move(next);
    }
  }

  const Prepared& prepared_;
  bool far_;
  const model::Model& model_;
  RowsByEntity found_;
};

bool stands(const Prepared& prepared, const model::Entity& entity, RowId row) {
  Statement& select = prepared("SELECT 1 FROM " + sql_name(entity.name) + " WHERE _id = ?");
  const Resetting resetting(select);
  select.bind(1, row);
  return select.step();
}

// Where a row that is not there any more went; 0: nowhere. Nothing where there never was one.
std::optional<RowId> moved_to(const Prepared& prepared, const model::Entity& entity, RowId row) {
  Statement& select = prepared("SELECT coalesce(moved_to, 0) FROM removed WHERE row = ? AND entity = ?");
  const Resetting resetting(select);
  select.bind(1, row);
  select.bind(2, std::string_view(entity.name));
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

}  // namespace

std::optional<PresentRow> present_row(const Prepared& prepared, const model::Entity& entity, RowId row) {
  while (!stands(prepared, entity, row)) {
    const auto next = moved_to(prepared, entity, row);
    if (!next) return std::nullopt;
    if (*next == 0) return PresentRow{.row = row, .stands = false};
    row = *next;
  }
  return PresentRow{.row = row, .stands = true};
}

std::vector<Belonging> belongings(const model::Model& model, int asked) {
  const auto& entities = model.entities();
  const std::string& name = entities.at(static_cast<std::size_t>(asked))->name;
  std::set<std::string_view> belonging;
  const auto belongs = [&](std::string_view target) { return belonging.contains(target); };
  std::vector<Belonging> found;
  for (int e = 0; e < std::ssize(entities); ++e) {
    const model::Entity& entity = *entities[static_cast<std::size_t>(e)];
    if (e == asked) continue;
    std::vector<int> fields = references(entity, [&](std::string_view target) { return target == name; });
    const bool itself = !fields.empty();
    if (!itself) fields = references(entity, belongs);
    if (fields.empty()) continue;
    belonging.insert(entity.name);
    if (!itself) fields = references(entity, belongs);  // to its own kind as well
    found.push_back({e, std::move(fields)});
  }
  return found;
}

RowsByEntity rows_about(const Prepared& prepared, bool far, const model::Model& model, int entity, RowId row) {
  Search search(prepared, far, model);
  search.start(entity, row);
  for (const Belonging& belonging : belongings(model, entity)) search.follow(belonging);
  return search.take();
}

}  // namespace lt::store
