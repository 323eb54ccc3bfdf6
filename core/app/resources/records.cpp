// /api/v1/records: canonical rows, found by identifier or name, and why each value is what it is.
#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

constexpr int most_disclosures = 100;

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

}  // namespace

AskedEntity entity_asked(const Call& call, const HubView& hub) {
  const auto& entities = hub.configuration.model().entities();
  for (std::size_t i = 0; i < entities.size(); ++i)
    if (entities[i]->name == call.text("entity")) return {static_cast<int>(i), *entities[i]};
  refuse_unknown("loại dữ liệu '" + call.text("entity") + "'", "entity '" + call.text("entity") + "'");
}

store::RowId row_asked(const Call& call, store::Reader& reader, const AskedEntity& asked) {
  const store::RowId row = *call.integer("row");
  store::Rows rows;
  reader.rows(asked.position, std::span(&row, 1), rows);
  if (rows.rows.empty())
    refuse_unknown(asked.entity.name + " số " + call.text("row"), asked.entity.name + " " + call.text("row"));
  return row;
}

std::string value_text(const model::Value& value) {
  switch (value.kind()) {
    case model::Value::Kind::none:
      return {};
    case model::Value::Kind::text:
      return std::string(value.as_text());
    case model::Value::Kind::integer:
      return std::to_string(value.as_integer());
    case model::Value::Kind::decimal:
      return json::serialize(json::value(value.as_decimal()));
  }
  return {};
}

namespace {

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
struct Place {
  std::size_t field = 0;
  std::size_t spelling = 0;
  store::RowId after = 0;

  static Place in(const std::string& text) {
    Place place;
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
  Place place = Place::in(page.after);
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

Outcome list(const Call& call, const HubView& hub) {
  const Asked asked = entity_asked(call, hub);
  const api::PageAsked page = api::page_asked(call);
  if (!squeeze(call.text("q")).empty()) return search(call, hub, asked, page);
  store::RowId after = 0;
  std::from_chars(page.after.data(), page.after.data() + page.after.size(), after);
  store::Reader reader = hub.store.reader();
  store::Rows rows;
  reader.page(asked.position, after, page.limit, rows);
  json::array items;
  for (const auto& row : rows.rows) items.push_back(row_json(row, asked.entity));
  const bool more = rows.rows.size() == static_cast<std::size_t>(page.limit);
  return api::page_of(std::move(items), more ? std::to_string(rows.rows.back().id) : std::string());
}

json::object word_json(const store::Word& word, const model::Field& field, bool masked) {
  return {{"system", word.system},
          {"stream", word.stream},
          {"key", masked ? api::masked_key(word.key) : word.key},
          {"as_of", time_json(word.as_of)},
          {"run", word.run},
          {"value", masked ? api::masked(field, word.value) : word.value}};
}

json::object field_json(const store::FieldExplanation& said, const model::Field& field, bool masked) {
  json::array losers;
  for (const auto& loser : said.losers) losers.push_back(word_json(loser, field, masked));
  return {{"field", said.field},
          {"label", label_json(field.label)},
          {"personal", api::is_personal(field)},
          {"value", masked ? api::masked(field, said.value) : said.value},
          {"rule", said.rule == model::MergeRule::newest ? "newest" : "priority"},
          {"winner", said.winner ? json::value(word_json(*said.winner, field, masked)) : json::value()},
          {"losers", std::move(losers)}};
}

}  // namespace

json::array deliveries_json(store::Reader& reader, const HubView& hub, const AskedEntity& asked, store::RowId row,
                            bool masked) {
  json::array deliveries;
  for (const auto& flow : hub.configuration.flows()) {
    const auto mapping =
        flow.direction == sync::Direction::out ? hub.configuration.mappings().out(flow.mapping) : nullptr;
    if (!mapping || mapping->entity().name != asked.entity.name) continue;
    for (const auto& delivery : reader.deliveries(flow.name, std::span(&row, 1)))
      deliveries.push_back(
          json::object{{"flow", flow.name},
                       {"destination", flow.system},
                       {"state", to_string(delivery.state)},
                       {"attempts", delivery.attempts},
                       {"next_attempt", delivery.state == store::DeliveryState::retry ? time_json(delivery.next_attempt)
                                                                                      : json::value()},
                       {"remote_id", masked ? api::masked_key(delivery.remote_id) : delivery.remote_id},
                       {"error", masked ? store::reason_pattern(delivery.error) : delivery.error}});
  }
  return deliveries;
}

json::array disclosures_json(const std::vector<store::DisclosureEntry>& entries) {
  json::array disclosures;
  for (const auto& entry : entries)
    disclosures.push_back(json::object{{"flow", entry.flow},
                                       {"destination", entry.destination},
                                       {"purpose", entry.purpose},
                                       {"fields", json::array(entry.fields.begin(), entry.fields.end())},
                                       {"run", entry.run},
                                       {"at", time_json(entry.at)}});
  return disclosures;
}

namespace {

Outcome explained(const Call& call, const HubView& hub, bool masked) {
  const Asked asked = entity_asked(call, hub);
  const store::RowId id = *call.integer("row");
  store::Reader reader = hub.store.reader();
  const auto explanation = reader.explain(asked.position, id);
  if (!explanation)
    refuse_unknown(asked.entity.name + " số " + call.text("row"), asked.entity.name + " " + call.text("row"));
  if (!masked) log_unmasking(call, hub, asked.entity.name + "/" + std::to_string(id));
  json::array fields;
  for (std::size_t f = 0; f < explanation->fields.size(); ++f)
    fields.push_back(field_json(explanation->fields[f], asked.entity.fields[f], masked));
  return {.body = json::object{{"entity", explanation->entity},
                               {"id", explanation->id},
                               {"masked", masked},
                               {"fields", std::move(fields)},
                               {"deliveries", deliveries_json(reader, hub, asked, id, masked)},
                               {"disclosures", disclosures_json(reader.disclosures(id, most_disclosures))}}};
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

void add_schemas(api::Table& table) {
  table.schemas.push_back(purpose_schema);
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
  table.schemas.push_back({"Word",
                           "What one source says of one field",
                           {{"system", "string"},
                            {"stream", "string"},
                            {"key", "string"},
                            {"as_of", "time?"},
                            {"run", "integer"},
                            {"value", "string"}}});
  table.schemas.push_back({"RecordField",
                           "Why a value is what it is",
                           {{"field", "string"},
                            {"label", "Label"},
                            {"personal", "boolean"},
                            {"value", "string"},
                            {"rule", "newest|priority"},
                            {"winner", "Word?"},
                            {"losers", "Word[]"}}});
  table.schemas.push_back({"Delivery",
                           "How a row stands with one destination",
                           {{"flow", "string"},
                            {"destination", "string"},
                            {"state", "delivered|retry|dead|withheld|sending"},
                            {"attempts", "integer"},
                            {"next_attempt", "time?"},
                            {"remote_id", "string"},
                            {"error", "string"}}});
  table.schemas.push_back({"Disclosure",
                           "What left the hub, to where and why",
                           {{"flow", "string"},
                            {"destination", "string"},
                            {"purpose", "string"},
                            {"fields", "string[]"},
                            {"run", "integer"},
                            {"at", "time"}}});
  table.schemas.push_back({"RecordDetail",
                           "A canonical row explained",
                           {{"entity", "string"},
                            {"id", "integer"},
                            {"masked", "boolean"},
                            {"fields", "RecordField[]"},
                            {"deliveries", "Delivery[]"},
                            {"disclosures", "Disclosure[]"}}});
}

}  // namespace

void add_record_resources(api::Table& table, const HubView& hub) {
  add_schemas(table);
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
                             .handler = [hub](const Call& call) { return list(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{entity}/{row}",
                             .right = Right::records,
                             .operation = "getRecord",
                             .tag = "records",
                             .summary = "One row explained, with its deliveries and disclosures, persons' data masked",
                             .answers = "RecordDetail",
                             .handler = [hub](const Call& call) { return explained(call, hub, true); }});
  table.endpoints.push_back({.method = "POST",
                             .path = path + "/{entity}/{row}/unmask",
                             .right = Right::unmask,
                             .operation = "unmaskRecord",
                             .tag = "records",
                             .summary = "One row explained with persons' data; the purpose is logged",
                             .takes = "Purpose",
                             .answers = "RecordDetail",
                             .handler = [hub](const Call& call) { return explained(call, hub, false); }});
}

}  // namespace lt::app
