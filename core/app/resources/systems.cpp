// /api/v1/systems: the partners as configured.
#include "app/resources/answers.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using api::Call;
using api::Outcome;

const std::vector<api::Member> system_members = {
    {"name", "string"},
    {"label", "Label"},
    {"connector", "string"},
    {"enabled", "boolean"},
    {"isolation", "in_process|process"},
    {"flows", "string[]"},
    {"health", "off|ok|never_run|paused|late|failing", "Of its worst flow that was ever due; never_run where none was"},
    {"dead_waiting", "integer"},
    {"pending", "integer"}};

// A flow that was never due makes no system look worse.
report::Health worse_of(report::Health a, report::Health b) {
  if (a == report::Health::never_run) return b;
  return b == report::Health::never_run ? a : std::max(a, b);
}

json::object system_json(const System& system, const HubView& hub, const report::SyncStatus& status) {
  const std::string& name = system.definition.name;
  json::array flows;
  for (const auto& flow : hub.configuration.flows())
    if (flow.system == name) flows.emplace_back(json::string(flow.name));
  std::optional<report::Health> worst;
  std::int64_t dead = 0;
  std::int64_t pending = 0;
  for (const auto& flow : status.flows) {
    if (flow.facts.system != name) continue;
    worst = worse_of(worst.value_or(flow.health), flow.health);
    dead += flow.waiting_letters;
    pending += flow.facts.pending;
  }
  return {{"name", name},
          {"label", label_json(system.definition.label)},
          {"connector", system.definition.connector},
          {"enabled", system.definition.enabled},
          {"isolation", system.definition.in_runner ? "process" : "in_process"},
          {"flows", std::move(flows)},
          {"health", system.definition.enabled ? report::to_string(worst.value_or(report::Health::ok)) : "off"},
          {"dead_waiting", dead},
          {"pending", pending}};
}

Outcome list_systems(const Call& call, const HubView& hub) {
  const report::SyncStatus status = sync_status(call, hub, report::day_until(hub.clock.now()));
  json::array items;
  for (const auto& [name, system] : hub.configuration.systems())
    if (call.who.sees(name)) items.push_back(system_json(system, hub, status));
  return api::page_of(std::move(items));
}

Outcome get_system(const Call& call, const HubView& hub) {
  const System& system = system_of(call, hub.configuration, call.text("system"));
  json::object object = system_json(system, hub, sync_status(call, hub, report::day_until(hub.clock.now())));
  object["settings"] = json::parse(system.settings_json);
  object["egress"] = json::array(system.definition.egress.begin(), system.definition.egress.end());
  json::array answers;
  for (const auto& answer : system.definition.answers) answers.emplace_back(json::string(answer.name));
  object["answers"] = std::move(answers);
  object["file"] = system.definition.file;
  return {.body = std::move(object)};
}

}  // namespace

void add_system_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"System", "A partner", system_members});
  api::Schema detail{"SystemDetail", "A partner with its settings; secrets are named in them, never given",
                     system_members};
  detail.members.insert(detail.members.end(),
                        {{"settings", "object"},
                         {"egress", "string[]", "Hosts it may reach besides those of its settings"},
                         {"answers", "string[]", "What it may look up"},
                         {"file", "string"}});
  table.schemas.push_back(std::move(detail));
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/systems",
                             .operation = "listSystems",
                             .tag = "systems",
                             .summary = "The partner systems and how they stand",
                             .answers = "System[]",
                             .handler = [hub](const Call& call) { return list_systems(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/systems/{system}",
                             .operation = "getSystem",
                             .tag = "systems",
                             .summary = "One partner system with its settings",
                             .answers = "SystemDetail",
                             .handler = [hub](const Call& call) { return get_system(call, hub); }});
}

}  // namespace lt::app
