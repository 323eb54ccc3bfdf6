// /api/v1/mappings: the mappings, and a text that may become one, tried on its examples.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/settings_desk.hpp"
#include "base/utf8.hpp"
#include "mapping/tried_example.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using mapping::TriedExample;

const std::vector<api::Member> mapping_members = {
    {"name", "string"}, {"path", "string"}, {"direction", "in|out"}, {"flows", "string[]", "That use it"}};

struct Trial {
  std::vector<Violation> violations;
  std::vector<TriedExample> tried;
};

// Compiled for this call alone: an example's YAML is one thread's.
Trial try_text(const HubView& hub, const std::string& path, const std::string& text) {
  const SettingsDraft draft(hub.configuration.folder(), path, text);
  const std::filesystem::path file = draft.folder() / path;
  Violations violations;
  Trial trial;
  Violations unread;  // told again by whoever reads the whole file
  const bool out = YamlNode::parse(text, path, unread)["direction"].text_or("") == "out";
  if (out) {
    if (const auto mapping = mapping::OutMapping::load(file, hub.configuration.surroundings(), violations))
      trial.tried = try_examples(*mapping);
  } else if (const auto mapping = mapping::InMapping::load(file, hub.configuration.surroundings(), violations)) {
    trial.tried = try_examples(*mapping);
  }
  trial.violations = draft.told(violations.list());
  return trial;
}

json::array results_json(const std::vector<TriedExample>& tried) {
  json::array results;
  for (const TriedExample& each : tried) {
    json::array differences;
    const auto add = [&](const std::string& words) {
      std::string good;
      repair_utf8(words, good);
      differences.emplace_back(json::string(good));
    };
    for (const auto& difference : each.differences) add(difference);
    for (const Violation& fault : each.faults) add("line " + std::to_string(fault.line) + ": " + fault.message);
    results.push_back(json::object{{"name", each.name},
                                   {"line", each.line},
                                   {"passed", each.passed()},
                                   {"source", each.source},
                                   {"result", each.result},
                                   {"expected", each.expected},
                                   {"differences", std::move(differences)}});
  }
  return results;
}

json::object mapping_json(const std::string& name, const char* direction, const Configuration& configuration) {
  json::array flows;
  for (const auto& flow : configuration.flows())
    if (flow.mapping == name || flow.from == name) flows.emplace_back(json::string(flow.name));
  return {
      {"name", name}, {"path", "mappings/" + name + ".yaml"}, {"direction", direction}, {"flows", std::move(flows)}};
}

Outcome list_mappings(const Call&, const HubView& hub) {
  json::array items;
  const mapping::Mappings& mappings = hub.configuration.mappings();
  for (const auto& name : mappings.in_names()) items.push_back(mapping_json(name, "in", hub.configuration));
  for (const auto& name : mappings.out_names()) items.push_back(mapping_json(name, "out", hub.configuration));
  return api::page_of(std::move(items));
}

Outcome get_mapping(const Call& call, const HubView& hub) {
  const std::string& name = call.text("mapping");
  const mapping::Mappings& mappings = hub.configuration.mappings();
  const bool in = mappings.in(name) != nullptr;
  const std::string path = "mappings/" + name + ".yaml";
  const auto text = SettingsFiles(hub.configuration.folder(), hub.configuration.hub()).read(path);
  if ((!in && !mappings.out(name)) || !text) refuse_unknown("ánh xạ '" + name + "'", "mapping '" + name + "'");
  json::object answer = mapping_json(name, in ? "in" : "out", hub.configuration);
  answer["text"] = *text;
  answer["etag"] = text_tag(*text);
  answer["results"] = results_json(try_text(hub, path, *text).tried);
  return {.body = std::move(answer)};
}

Outcome try_it(const Call& call, const HubView& hub) {
  const std::string path = settings_path(text_member(call, "path"));
  if (kind_of_settings(path) != "mapping") refuse_unknown("ánh xạ '" + path + "'", "mapping '" + path + "'");
  const Trial trial = try_text(hub, path, text_member(call, "text"));
  json::array violations;
  for (const Violation& each : trial.violations) violations.push_back(api::violation_json(each));
  return {.body = json::object{{"violations", std::move(violations)}, {"results", results_json(trial.tried)}}};
}

void add_mapping_schemas(api::Table& table) {
  table.schemas.push_back({"Mapping", "How a stream's records become rows, or rows records", mapping_members});
  api::Schema detail{"MappingDetail", "A mapping with what its examples give now", mapping_members};
  detail.members.insert(detail.members.end(), {{"text", "string"},
                                               {"etag", "string", "Of the text, for PUT /settings/files/{path}"},
                                               {"results", "MappingExample[]"}});
  table.schemas.push_back(std::move(detail));
  table.schemas.push_back(
      {"MappingExample",
       "An example and what came of it",
       {{"name", "string"},
        {"line", "integer"},
        {"passed", "boolean"},
        {"source", "string", "As the example gives it; JSON but where the example shows what is none"},
        {"result", "string", "JSON: {entities} or {output}, {filtered} or {reasons}, {warnings}"},
        {"expected", "string", "JSON in the same form"},
        {"differences", "string[]"}}});
  table.schemas.push_back(
      {"MappingTrial",
       "What a text would be as a mapping",
       {{"violations", "Violation[]", "Where there are any, no example was tried"}, {"results", "MappingExample[]"}}});
}

}  // namespace

void add_mapping_resources(api::Table& table, const HubView& hub) {
  add_mapping_schemas(table);
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/mappings",
                             .right = Right::operate,
                             .operation = "listMappings",
                             .tag = "mappings",
                             .summary = "The mappings and what uses them",
                             .answers = "Mapping[]",
                             .handler = [hub](const Call& call) { return list_mappings(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/mappings/{mapping}",
                             .right = Right::operate,
                             .operation = "getMapping",
                             .tag = "mappings",
                             .summary = "One mapping with its text and what its examples give",
                             .answers = "MappingDetail",
                             .handler = [hub](const Call& call) { return get_mapping(call, hub); }});
  table.endpoints.push_back({.method = "POST",
                             .path = "/api/v1/mappings/try",
                             .right = Right::operate,
                             .operation = "tryMapping",
                             .tag = "mappings",
                             .summary = "A text as a mapping: its faults with lines, or what its examples give",
                             .takes = "SettingsTrial",
                             .answers = "MappingTrial",
                             .handler = [hub](const Call& call) { return try_it(call, hub); }});
}

}  // namespace lt::app
