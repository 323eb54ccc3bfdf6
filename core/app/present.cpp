// From the scheduler and the store to events.
#include "app/present.hpp"

#include "app/resources/answers.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;

constexpr int last_runs = 20;
constexpr int most_open_questions = 200;

// Of a flow that is no longer configured only vendors hear nothing: no system of theirs has an empty name.
std::vector<std::string> systems_of(const Configuration& configuration, const std::string& flow) {
  const sync::FlowDefinition* known = configuration.find_flow(flow);
  return {known == nullptr ? std::string() : known->system};
}

}  // namespace

Present present_of(const Configuration& configuration, store::Reader& reader,
                   const std::vector<schedule::FlowState>& states) {
  Present present;
  for (const auto& state : states)
    present["flow " + state.flow] = {.name = "flow",
                                     .systems = {state.system},
                                     .data = {{"flow", state.flow},
                                              {"running_since", time_json(state.running_since)},
                                              {"paused_because", state.paused_because},
                                              {"failures", state.failures}}};
  for (const auto& run : reader.runs({.limit = last_runs}))
    present["run " + std::to_string(run.id)] = {
        .name = "run", .systems = systems_of(configuration, run.flow), .data = run_json(run)};
  std::map<std::string, std::int64_t> waiting;
  for (const auto& flow : configuration.flows()) waiting[flow.name] = 0;
  for (const auto& group : reader.dead_letter_counts()) waiting[group.flow] += group.count;
  for (const auto& [flow, letters] : waiting)
    present["letters " + flow] = {
        .name = "letters", .systems = systems_of(configuration, flow), .data = {{"flow", flow}, {"waiting", letters}}};
  present["review"] = {.name = "review",
                       .systems = {},
                       .data = {{"waiting", reader.open_questions(most_open_questions).size()}},
                       .right = access::Right::records};
  return present;
}

Event event_of(const Job& job) {
  json::object data = job_json(job);
  data.erase("result");
  return {.name = "job", .systems = job.systems, .data = std::move(data)};
}

}  // namespace lt::app
