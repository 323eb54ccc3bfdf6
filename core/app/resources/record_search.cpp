// /api/v1/records: the canonical types, and their rows found by identifier or name.
#include "api/masking.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <charconv>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

using Asked = AskedEntity;

// Fields by which an index finds rows at once.
std::vector<int> search_fields(const Configuration& configuration, const model::Entity& entity) {
  std::vector<int> fields;
  const auto add = [&](int field) {
    const auto type = entity.fields[static_cast<std::size_t>(field)].type;
    if (type == model::FieldType::text && std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
  };
  for (const auto& key : entity.keys)
    if (key.fields.size() == 1) add(key.fields.front());
  for (const auto& name : configuration.hub().search)
    if (name.starts_with(entity.name + "."))
      if (const auto field = entity.field(name.substr(entity.name.size() + 1))) add(*field);
  return fields;
}

json::object row_json(const store::Row& row, const model::Entity& entity) {
  json::object values;
  for (std::size_t f = 0; f < entity.fields.size() && f < row.values.size(); ++f)
    if (!row.values[f].empty())
      values[entity.fields[f].name] = api::masked(entity.fields[f], value_text(row.values[f]));
  return {{"entity", entity.name}, {"id", row.id}, {"values", std::move(values)}, {"masked", true}};
}

json::array rows_json(store::Reader& reader, const Asked& asked, std::vector<store::RowId> ids) {
  store::Rows rows;
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  reader.rows(asked.position, ids, rows);
  json::array items;
  for (const auto& row : rows.rows) items.push_back(row_json(row, asked.entity));
  return items;
}

// Where a search stands: among which field's rows, by which of the two spellings, behind which of them.
struct SearchPlace {
  std::size_t field = 0;
  std::size_t spelling = 0;
  store::RowId after = 0;

  static SearchPlace in(const std::string& text) {
    SearchPlace place;
    const char* const end = text.data() + text.size();
    auto parsed = std::from_chars(text.data(), end, place.field);
    if (parsed.ptr != end) parsed = std::from_chars(parsed.ptr + 1, end, place.spelling);
    if (parsed.ptr != end) std::from_chars(parsed.ptr + 1, end, place.after);
    return place;
  }
  std::string text() const {
    return std::to_string(field).append(" ").append(std::to_string(spelling)).append(" ").append(std::to_string(after));
  }
};

// As it was typed, and folded, where that is another.
std::vector<std::string> spellings(const std::string& words) {
  std::vector<std::string> all{squeeze(words)};
  if (std::string folded = fold(words); folded != all.front()) all.push_back(std::move(folded));
  return all;
}

Outcome search(const Call& call, const HubView& hub, const Asked& asked, const api::PageAsked& page) {
  const std::vector<int> fields = search_fields(hub.configuration, asked.entity);
  const std::vector<std::string> words = spellings(call.text("q"));
  store::Reader reader = hub.store.reader();
  std::vector<store::RowId> found;
  SearchPlace place = SearchPlace::in(page.after);
  for (; place.field < fields.size(); ++place.field, place.spelling = 0) {
    for (; place.spelling < words.size(); ++place.spelling, place.after = 0) {
      const int wanted = page.limit - static_cast<int>(found.size());
      if (wanted <= 0) return api::page_of(rows_json(reader, asked, std::move(found)), place.text());
      const auto places = reader.lookup({.entity = asked.position,
                                         .by = {.field = fields[place.field]},
                                         .key = words[place.spelling],
                                         .after = {.time = {}, .row = place.after},
                                         .limit = wanted + 1});
      for (const auto& [time, row] : places) {
        if (found.size() == static_cast<std::size_t>(page.limit))
          return api::page_of(rows_json(reader, asked, std::move(found)), place.text());
        place.after = row;
        found.push_back(row);
      }
    }
  }
  return api::page_of(rows_json(reader, asked, std::move(found)));
}

Outcome find_records(const Call& call, const HubView& hub) {
  const Asked asked = entity_asked(call, hub);
  const api::PageAsked page = api::page_asked(call);
  if (!squeeze(call.text("q")).empty()) return search(call, hub, asked, page);
  store::Reader reader = hub.store.reader();
  store::Rows rows;
  reader.page(asked.position, page.number(), page.limit, rows);
  json::array items;
  for (const auto& row : rows.rows) items.push_back(row_json(row, asked.entity));
  const bool more = rows.rows.size() == static_cast<std::size_t>(page.limit);
  return api::page_of(std::move(items), more ? std::to_string(rows.rows.back().id) : std::string());
}

json::object entity_json(const model::Entity& entity, const Configuration& configuration) {
  json::array fields;
  for (const auto& field : entity.fields)
    fields.push_back(json::object{{"name", field.name},
                                  {"label", label_json(field.label)},
                                  {"personal", api::is_personal(field)},
                                  {"refers_to", field.target.empty() ? json::value() : json::value(field.target)}});
  json::array search;
  for (const int field : search_fields(configuration, entity))
    search.emplace_back(json::string(entity.fields[static_cast<std::size_t>(field)].name));
  return {{"name", entity.name},
          {"label", label_json(entity.label)},
          {"fields", std::move(fields)},
          {"search", std::move(search)}};
}

Outcome entities(const HubView& hub) {
  json::array items;
  for (const auto& entity : hub.configuration.model().entities())
    items.push_back(entity_json(*entity, hub.configuration));
  return api::page_of(std::move(items));
}

void add_search_schemas(api::Table& table) {
  table.schemas.push_back(
      {"EntityField",
       "A field of an entity",
       {{"name", "string"}, {"label", "Label"}, {"personal", "boolean"}, {"refers_to", "string?"}}});
  table.schemas.push_back({"Entity",
                           "A canonical type",
                           {{"name", "string"},
                            {"label", "Label"},
                            {"fields", "EntityField[]"},
                            {"search", "string[]", "Fields whose values `q` finds"}}});
  table.schemas.push_back({"Record",
                           "A canonical row, persons' data masked",
                           {{"entity", "string"}, {"id", "integer"}, {"values", "object"}, {"masked", "boolean"}}});
}

}  // namespace

void add_record_search(api::Table& table, const HubView& hub) {
  add_search_schemas(table);
  const std::string path = "/api/v1/records";
  table.endpoints.push_back({.method = "GET",
                             .path = path,
                             .right = Right::records,
                             .operation = "listEntities",
                             .tag = "records",
                             .summary = "The canonical types and how their rows are found",
                             .answers = "Entity[]",
                             .handler = [hub](const Call&) { return entities(hub); }});
  std::vector<api::Parameter> query = api::page_parameters();
  query.push_back({"q", "string", "An identifier as it is, or a name with or without marks; all rows where not given"});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{entity}",
                             .right = Right::records,
                             .operation = "findRecords",
                             .tag = "records",
                             .summary = "Rows by identifier or name, persons' data masked",
                             .query = std::move(query),
                             .answers = "Record[]",
                             .handler = [hub](const Call& call) { return find_records(call, hub); }});
}

}  // namespace lt::app
