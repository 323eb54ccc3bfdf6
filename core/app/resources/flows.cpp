// /api/v1/flows: what goes where, how it stands, when it runs next.
#include "app/resources/answers.hpp"
#include "app/resources/flow_answers.hpp"
#include "schedule/plan.hpp"
#include "sync/flow_pause.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using api::Call;
using api::Outcome;

const std::vector<api::Member> flow_members = {{"name", "string"},
                                               {"label", "Label"},
                                               {"direction", "in|out|derive"},
                                               {"system", "string"},
                                               {"system_label", "Label"},
                                               {"stream", "string"},
                                               {"mapping", "string"},
                                               {"schedule", "Label", "In words"},
                                               {"paused", "Pause?", "By a person; null: it is not"},
                                               {"paused_by_file", "boolean"},
                                               {"health", "off|ok|never_run|paused|late|failing"},
                                               {"message", "string", "Of the last failure, or why it is paused"},
                                               {"running_since", "time?"},
                                               {"next", "time[]", "The next five starts"},
                                               {"last_run", "Run?"},
                                               {"last_success", "time?"},
                                               {"age_seconds", "integer?", "Since the last success: the lag"},
                                               {"fresh_within_seconds", "integer?", "The promise; null: none was made"},
                                               {"promise_kept", "boolean?"},
                                               {"dead_waiting", "integer"},
                                               {"pending", "integer"}};

json::value seconds(std::optional<Milliseconds> length) {
  if (!length) return nullptr;
  return *length / 1'000;
}

// Nothing is known of a flow that the scheduler does not have.
schedule::FlowState state_of(const std::vector<schedule::FlowState>& states, const std::string& flow) {
  const auto found = std::ranges::find(states, flow, &schedule::FlowState::flow);
  return found == states.end() ? schedule::FlowState() : *found;
}

json::value pause_json(store::Reader& reader, const std::string& flow) {
  const auto pause = sync::pause_of(reader, flow);
  if (!pause) return nullptr;
  return json::object{{"since", time_json(pause->at)}, {"by", pause->who}, {"reason", pause->reason}};
}

// What the scheduler waits for, a first run, a retry or a spread start among them; then the plan's times behind it.
json::array next_starts(const sync::FlowDefinition& flow, const schedule::Plan& plan,
                        const std::optional<Milliseconds>& first, Milliseconds now) {
  json::array next;
  if (flow.switched_off || flow.paused) return next;
  const Milliseconds behind = std::max(first.value_or(now), now);
  if (first) next.push_back(time_json(behind));
  for (const Milliseconds moment : plan.next_times(behind, 5 - next.size())) next.push_back(time_json(moment));
  return next;
}

model::Label system_label(const Configuration& configuration, const std::string& system) {
  const auto found = configuration.systems().find(system);
  return found == configuration.systems().end() ? sync::own_label() : found->second.definition.label;
}

// How the flows stand now, and where they run.
struct Standing {
  report::SyncStatus status;
  std::vector<schedule::FlowState> states;
};

Standing standing(const Call& call, const HubView& hub) {
  const Milliseconds now = hub.clock.now();
  return {sync_status(call, hub, report::day_until(now)), hub.states()};
}

// A flow whose system is switched off stands in no report.
json::object flow_json(const sync::FlowDefinition& flow, const HubView& hub, const Standing& standing,
                       store::Reader& reader) {
  const json::value pause = pause_json(reader, flow.name);
  const schedule::Plan plan = schedule::Plan::read(flow);
  const schedule::FlowState state = state_of(standing.states, flow.name);
  const auto& flows = standing.status.flows;
  const auto status =
      std::ranges::find_if(flows, [&](const report::FlowStatus& each) { return each.facts.flow == flow.name; });
  json::object object{
      {"name", flow.name},
      {"label", label_json(flow.label)},
      {"direction", to_string(flow.direction)},
      {"system", flow.system},
      {"system_label", label_json(system_label(hub.configuration, flow.system))},
      {"stream", flow.stream},
      {"mapping", flow.mapping},
      {"schedule", label_json(schedule::describe(plan))},
      {"paused", pause},
      {"paused_by_file", flow.paused},
      {"running_since", time_json(state.running_since)},
      {"next", pause.is_null() ? next_starts(flow, plan, state.next_start, hub.clock.now()) : json::array()},
      {"fresh_within_seconds", seconds(flow.fresh_within > 0 ? std::optional(flow.fresh_within) : std::nullopt)}};
  const bool known = status != flows.end();
  const report::FlowStatus none{};
  const report::FlowStatus& stands = known ? *status : none;
  object["health"] = known ? report::to_string(stands.health) : "off";
  object["message"] = stands.message;
  object["last_run"] = stands.facts.last_run ? json::value(run_json(*stands.facts.last_run)) : json::value();
  object["last_success"] = time_json(stands.facts.last_success);
  object["age_seconds"] = seconds(stands.age);
  object["promise_kept"] = stands.promise_kept ? json::value(*stands.promise_kept) : json::value();
  object["dead_waiting"] = stands.waiting_letters;
  object["pending"] = stands.facts.pending;
  return object;
}

Outcome list_flows(const Call& call, const HubView& hub) {
  const Standing now = standing(call, hub);
  store::Reader reader = hub.store.reader();
  json::array items;
  for (const auto& flow : hub.configuration.flows()) {
    if (!call.who.sees(flow.system)) continue;
    if (!call.text("system").empty() && call.text("system") != flow.system) continue;
    json::object object = flow_json(flow, hub, now, reader);
    if (!call.text("health").empty() && object["health"] != json::string(call.text("health"))) continue;
    items.push_back(std::move(object));
  }
  return api::page_of(std::move(items));
}

}  // namespace

json::object flow_detail(const Call& call, const HubView& hub, const sync::FlowDefinition& flow) {
  store::Reader reader = hub.store.reader();
  json::object object = flow_json(flow, hub, standing(call, hub), reader);
  json::array runs;
  for (const auto& run : reader.runs({.flow = flow.name, .limit = 20})) runs.push_back(run_json(run));
  object["runs"] = std::move(runs);
  object["responsible"] = label_json(flow.responsible);
  object["file"] = flow.file;
  return object;
}

void add_flow_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back(
      {"Pause", "That a person paused a flow", {{"since", "time"}, {"by", "string"}, {"reason", "string"}}});
  table.schemas.push_back({"Flow", "What goes from where to where, and how it stands", flow_members});
  api::Schema detail{"FlowDetail", "A flow with its last runs", flow_members};
  detail.members.insert(detail.members.end(), {{"runs", "Run[]", "The last twenty"},
                                               {"responsible", "Label", "Who must act when the data are wrong"},
                                               {"file", "string"}});
  table.schemas.push_back(std::move(detail));
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/flows",
                             .operation = "listFlows",
                             .tag = "flows",
                             .summary = "The flows: state, lag, next starts",
                             .query = {{"system", "string", "Only of this system"},
                                       {"health", "off|ok|never_run|paused|late|failing", "Only those that stand so"}},
                             .answers = "Flow[]",
                             .handler = [hub](const Call& call) { return list_flows(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/flows/{flow}",
                             .operation = "getFlow",
                             .tag = "flows",
                             .summary = "One flow with its last runs",
                             .answers = "FlowDetail",
                             .handler = [hub](const Call& call) -> Outcome {
                               const auto& flow = flow_of(call, hub.configuration, call.text("flow"));
                               return {.body = flow_detail(call, hub, flow)};
                             }});
}

}  // namespace lt::app
