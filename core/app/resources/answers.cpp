// Common shapes, and what a caller sees.
#include "app/resources/answers.hpp"

#include "api/problem.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "base/suggest.hpp"
#include "report/store_source.hpp"

#include <algorithm>

namespace lt::app {

namespace json = boost::json;
using api::Refusal;
using api::Trouble;

json::object label_json(const model::Label& label) { return {{"vi", label.vi}, {"en", label.en}}; }

json::value time_json(std::optional<Milliseconds> moment) {
  if (!moment || *moment == 0) return nullptr;
  return json::value(timestamp_text(*moment));
}

json::object run_json(const store::Run& run) {
  const store::Counts& c = run.counts;
  json::array entities;
  for (const auto& [name, counts] : run.entities)
    entities.push_back(json::object{{"entity", name},
                                    {"created", counts.created},
                                    {"updated", counts.updated},
                                    {"unchanged", counts.unchanged},
                                    {"removed", counts.removed},
                                    {"conflicts", counts.conflicts}});
  return {{"id", run.id},
          {"flow", run.flow},
          {"direction", to_string(run.direction)},
          {"trigger", run.trigger},
          {"state", to_string(run.state)},
          {"started", time_json(run.started)},
          {"ended", time_json(run.ended)},
          {"counts", json::object{{"read", c.read},
                                  {"created", c.created},
                                  {"updated", c.updated},
                                  {"unchanged", c.unchanged},
                                  {"filtered", c.filtered},
                                  {"dead", c.dead},
                                  {"due", c.due},
                                  {"delivered", c.delivered},
                                  {"withheld", c.withheld},
                                  {"pending", c.pending}}},
          {"balanced", c.balanced(run.direction)},
          {"entities", std::move(entities)},
          {"message", run.message}};
}

std::optional<std::vector<std::string>> flows_seen(const api::Call& call, const Configuration& configuration) {
  if (call.who.role != access::Role::vendor) return std::nullopt;
  std::vector<std::string> seen;
  for (const auto& flow : configuration.flows())
    if (call.who.sees(flow.system)) seen.push_back(flow.name);
  return seen;
}

bool sees_flow(const api::Call& call, const Configuration& configuration, std::string_view name) {
  const sync::FlowDefinition* flow = configuration.find_flow(name);
  return flow == nullptr ? call.who.role != access::Role::vendor : call.who.sees(flow->system);
}

void refuse_unknown(const std::string& vietnamese, const std::string& english) {
  throw Refusal(Trouble::not_found, {"không có " + vietnamese, "there is no " + english});
}

const sync::FlowDefinition& flow_of(const api::Call& call, const Configuration& configuration, std::string_view name) {
  const sync::FlowDefinition* flow = configuration.find_flow(name);
  if (flow != nullptr && call.who.sees(flow->system)) return *flow;
  std::vector<std::string> seen;
  for (const auto& each : configuration.flows())
    if (call.who.sees(each.system)) seen.push_back(each.name);
  const std::string shown = "'" + std::string(name) + "'";
  refuse_unknown("luồng " + shown, "flow " + shown + suggestion(name, seen));
}

const System& system_of(const api::Call& call, const Configuration& configuration, std::string_view name) {
  const auto found = configuration.systems().find(std::string(name));
  if (found != configuration.systems().end() && call.who.sees(name)) return found->second;
  std::vector<std::string> seen;
  for (const auto& each : configuration.system_names())
    if (call.who.sees(each)) seen.push_back(each);
  const std::string shown = "'" + std::string(name) + "'";
  refuse_unknown("hệ thống " + shown, "system " + shown + suggestion(name, seen));
}

report::SyncStatus sync_status(const api::Call& call, const HubView& hub, report::Period period) {
  std::map<std::string, model::Label> labels;
  for (const auto& [name, system] : hub.configuration.systems()) labels.emplace(name, system.definition.label);
  const std::vector<schedule::FlowState> states = hub.states();
  store::Reader reader = hub.store.reader();
  report::ReportSource source =
      read_source({hub.configuration.flows(), labels, states}, reader, period, hub.clock.now());
  std::erase_if(source.flows, [&](const report::FlowFacts& facts) { return !call.who.sees(facts.system); });
  return compute(source);
}

void log_deed(const api::Call& call, const HubView& hub, std::string_view act, std::string_view subject,
              std::string_view detail) {
  hub.access.audit().put(
      {.who = call.who.user, .address = call.request.remote_address, .act = act, .subject = subject, .detail = detail});
}

std::string said(const api::Call& call, std::string_view member) {
  const json::value* value = call.body.if_contains(member);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

std::string said_why(const api::Call& call, std::string_view member) {
  std::string text = said(call, member);
  if (!says_nothing(text) && text.size() <= 500) return text;
  const std::string shown = "'" + std::string(member) + "'";
  throw Refusal(Trouble::not_acceptable_content,
                {shown + " phải nói rõ vì sao, tối đa 500 ký tự", shown + " must say why, in at most 500 characters"});
}

const api::Schema purpose_schema{"Purpose", "Why persons' data must be seen", {{"purpose", "string"}}};

void log_unmasking(const api::Call& call, const HubView& hub, const std::string& subject) {
  const std::string purpose(call.body.at("purpose").as_string());
  const auto said = std::ranges::count_if(purpose, [](char c) { return c != ' '; });
  if (said < 8 || purpose.size() > 500)
    throw Refusal(Trouble::not_acceptable_content, {"mục đích phải nói rõ vì sao cần xem (8 đến 500 ký tự)",
                                                    "the purpose says why this must be seen, in 8 to 500 characters"});
  log_deed(call, hub, "unmask", subject, purpose);
}

}  // namespace lt::app
