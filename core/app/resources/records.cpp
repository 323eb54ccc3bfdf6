// /api/v1/records/{entity}/{row}: one canonical row, and why each of its values is what it is.
#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

constexpr int most_disclosures = 100;

using Asked = AskedEntity;

}  // namespace

AskedEntity entity_named(const std::string& name, const HubView& hub) {
  const auto& entities = hub.configuration.model().entities();
  const auto found = std::ranges::find(entities, name, [](const auto& each) { return each->name; });
  if (found == entities.end()) refuse_unknown("loại dữ liệu '" + name + "'", "entity '" + name + "'");
  return {static_cast<int>(found - entities.begin()), **found};
}

AskedEntity entity_asked(const Call& call, const HubView& hub) { return entity_named(call.text("entity"), hub); }

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

void add_record_schemas(api::Table& table) {
  table.schemas.push_back(purpose_schema);
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
  add_record_schemas(table);
  const std::string path = "/api/v1/records";
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
