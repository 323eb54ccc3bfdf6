// /api/v1/runs: the ledger, line by line.
#include "app/resources/answers.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using api::Call;
using api::Outcome;

std::optional<store::RunState> run_state_named(std::string_view name) {
  for (const auto state : {store::RunState::running, store::RunState::succeeded, store::RunState::failed,
                           store::RunState::cancelled, store::RunState::interrupted})
    if (to_string(state) == name) return state;
  return std::nullopt;
}

Outcome list_runs(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  if (!call.text("flow").empty() && !sees_flow(call, hub.configuration, call.text("flow")))
    flow_of(call, hub.configuration, call.text("flow"));
  const store::RunQuery query{.flow = call.text("flow"),
                              .limit = page.limit + 1,
                              .state = run_state_named(call.text("state")),
                              .before = page.number(),
                              .among = flows_seen(call, hub.configuration)};
  return api::page_of(hub.store.reader().runs(query), page, run_json);
}

Outcome get_run(const Call& call, const HubView& hub) {
  const auto id = call.integer("run");
  const auto run = hub.store.reader().run(*id);
  if (!run || !sees_flow(call, hub.configuration, run->flow))
    refuse_unknown("lượt chạy " + call.text("run"), "run " + call.text("run"));
  return {.body = run_json(*run)};
}

}  // namespace

void add_run_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"Counts",
                           "A ledger. In: read = created + updated + unchanged + filtered + dead; "
                           "out: due = delivered + unchanged + withheld + dead + pending",
                           {{"read", "integer"},
                            {"created", "integer"},
                            {"updated", "integer"},
                            {"unchanged", "integer"},
                            {"filtered", "integer"},
                            {"dead", "integer"},
                            {"due", "integer"},
                            {"delivered", "integer"},
                            {"withheld", "integer"},
                            {"pending", "integer"}}});
  table.schemas.push_back({"EntityCounts",
                           "What a run did to the rows of one entity",
                           {{"entity", "string"},
                            {"created", "integer"},
                            {"updated", "integer"},
                            {"unchanged", "integer"},
                            {"removed", "integer"},
                            {"conflicts", "integer"}}});
  table.schemas.push_back({"Run",
                           "One execution of a flow, with its ledger",
                           {{"id", "integer"},
                            {"flow", "string"},
                            {"direction", "in|out"},
                            {"trigger", "string"},
                            {"state", "running|succeeded|failed|cancelled|interrupted"},
                            {"started", "time"},
                            {"ended", "time?"},
                            {"counts", "Counts"},
                            {"balanced", "boolean"},
                            {"entities", "EntityCounts[]"},
                            {"message", "string", "Why it failed"}}});
  std::vector<api::Parameter> query = api::page_parameters();
  query.push_back({"flow", "string", "Only of this flow"});
  query.push_back({"state", "running|succeeded|failed|cancelled|interrupted", "Only those that ended so"});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/runs",
                             .operation = "listRuns",
                             .tag = "runs",
                             .summary = "Runs with their ledgers, the latest first",
                             .query = std::move(query),
                             .answers = "Run[]",
                             .handler = [hub](const Call& call) { return list_runs(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/runs/{run}",
                             .operation = "getRun",
                             .tag = "runs",
                             .summary = "One run with its ledger",
                             .answers = "Run",
                             .handler = [hub](const Call& call) { return get_run(call, hub); }});
}

}  // namespace lt::app
