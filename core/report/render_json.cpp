// The numbers of a report for programs.
#include "report/render.hpp"

#include <boost/json.hpp>

namespace lt::report {
namespace {

namespace json = boost::json;
using store::Counts;
using store::Direction;

json::object label_object(const model::Label& label) { return {{"vi", label.vi}, {"en", label.en}}; }

json::value time_value(const schedule::TimeZone& zone, const std::optional<Milliseconds>& instant) {
  if (!instant) return nullptr;
  return json::value(iso_time(zone, *instant));
}

json::value seconds_value(const std::optional<Milliseconds>& length) {
  if (!length) return nullptr;
  return *length / 1'000;
}

json::object counts_object(const Counts& counts, Direction direction) {
  if (direction == Direction::in) {
    return {{"read", counts.read},           {"created", counts.created},   {"updated", counts.updated},
            {"unchanged", counts.unchanged}, {"filtered", counts.filtered}, {"dead", counts.dead}};
  }
  return {{"due", counts.due},           {"delivered", counts.delivered}, {"unchanged", counts.unchanged},
          {"withheld", counts.withheld}, {"dead", counts.dead},           {"pending", counts.pending}};
}

json::object runs_object(const store::RunTotals& totals) {
  json::object runs{{"all", totals.all()}};
  for (const auto state : {store::RunState::succeeded, store::RunState::failed, store::RunState::cancelled,
                           store::RunState::interrupted, store::RunState::running}) {
    runs[store::to_string(state)] = totals.of(state);
  }
  return runs;
}

json::object flow_object(const FlowStatus& status, const schedule::TimeZone& zone) {
  const FlowFacts& facts = status.facts;
  json::object flow{{"flow", facts.flow},
                    {"label", label_object(facts.label)},
                    {"system", facts.system},
                    {"system_label", label_object(facts.system_label)},
                    {"direction", store::to_string(facts.direction)},
                    {"state", to_string(status.health)},
                    {"message", status.message},
                    {"runs", runs_object(facts.totals)},
                    {"counts", counts_object(facts.totals.counts, facts.direction)},
                    {"balanced", status.balanced}};
  flow["dead_waiting"] = status.waiting_letters;
  flow["oldest_dead"] = time_value(zone, facts.oldest_letter);
  flow["pending"] = facts.pending;
  flow["oldest_pending"] = time_value(zone, facts.oldest_pending);
  flow["last_success"] = time_value(zone, facts.last_success);
  flow["age_seconds"] = seconds_value(status.age);
  flow["fresh_within_seconds"] =
      seconds_value(facts.fresh_within > 0 ? std::optional(facts.fresh_within) : std::nullopt);
  flow["promise_kept"] = status.promise_kept ? json::value(*status.promise_kept) : json::value(nullptr);
  return flow;
}

json::object reason_object(const ReasonCount& reason, const Texts& texts, const schedule::TimeZone& zone) {
  const ReasonText& words = texts.reason(reason.code);
  const bool ours = reason.actor == mapping::Actor::hub;
  const model::Label hub = {texts.get("hub_administrator", Language::vi), texts.get("hub_administrator", Language::en)};
  return {{"code", reason.code},
          {"flow", reason.flow},
          {"cause", reason.cause.id},
          {"field", reason.cause.field},
          {"pattern", reason.cause.pattern},
          {"oldest", reason.oldest == 0 ? json::value(nullptr) : json::value(iso_time(zone, reason.oldest))},
          {"count", reason.count},
          {"meaning", label_object(words.meaning)},
          {"actor", ours ? "hub" : "source"},
          {"who", label_object(ours ? hub : reason.responsible)},
          {"action", label_object(words.action)}};
}

json::object watch_object(const Watch& watch) {
  json::array groups;
  for (const auto& [key, count] : watch.groups) groups.push_back({{"group", key}, {"count", count}});
  return {{"summary", watch.summary},
          {"label", label_object(watch.label)},
          {"count", watch.count},
          {"groups", std::move(groups)}};
}

}  // namespace

std::string render_json(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone) {
  json::array flows;
  for (const auto& flow : status.flows) flows.push_back(flow_object(flow, zone));
  json::array reasons;
  for (const auto& reason : status.reasons) reasons.push_back(reason_object(reason, texts, zone));
  json::array watches;
  for (const auto& watch : status.watches) watches.push_back(watch_object(watch));
  const json::object report{{"from", iso_time(zone, status.period.from)},
                            {"to", iso_time(zone, status.period.to)},
                            {"generated_at", iso_time(zone, status.now)},
                            {"verdict", to_string(status.verdict)},
                            {"dead_waiting", status.waiting_letters},
                            {"pending", status.pending},
                            {"totals",
                             {{"in", counts_object(status.counts_in, Direction::in)},
                              {"out", counts_object(status.counts_out, Direction::out)}}},
                            {"flows", std::move(flows)},
                            {"reasons", std::move(reasons)},
                            {"watches", std::move(watches)}};
  return json::serialize(report) + "\n";
}

}  // namespace lt::report
