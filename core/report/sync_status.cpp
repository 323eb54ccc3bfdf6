// From facts to status: health, freshness, balance, verdict.
#include "report/sync_status.hpp"

#include <algorithm>
#include <tuple>

namespace lt::report {
namespace {

using store::RunState;

Health health_of(const FlowFacts& facts, const FlowStatus& status) {
  if (facts.paused || !facts.paused_because.empty()) return Health::paused;
  if (!status.balanced) return Health::failing;
  if (!facts.last_run) return facts.receives && facts.fresh_within == 0 ? Health::ok : Health::never_run;
  const RunState last = facts.last_run->state;
  if (last == RunState::failed || (last == RunState::interrupted && !facts.receives)) return Health::failing;
  return status.promise_kept.value_or(true) ? Health::ok : Health::late;
}

std::string message_of(const FlowFacts& facts, Health health) {
  if (health == Health::paused) return facts.paused_because;
  if (health == Health::failing && facts.last_run) return facts.last_run->message;
  return {};
}

FlowStatus status_of(const FlowFacts& facts, Milliseconds now) {
  FlowStatus status;
  status.facts = facts;
  if (facts.last_success) status.age = std::max<Milliseconds>(0, now - *facts.last_success);
  if (facts.fresh_within > 0) status.promise_kept = status.age && *status.age <= facts.fresh_within;
  status.balanced = facts.totals.unbalanced == 0 && facts.totals.counts.balanced(facts.direction);
  for (const auto& letters : facts.letters) status.waiting_letters += letters.count;
  status.health = health_of(facts, status);
  status.message = message_of(facts, status.health);
  return status;
}

std::vector<ReasonCount> reasons_of(const std::vector<FlowStatus>& flows) {
  std::vector<ReasonCount> list;
  for (const auto& flow : flows) {
    for (const auto& letters : flow.facts.letters) {
      if (letters.count == 0) continue;
      list.push_back({.flow = flow.facts.flow,
                      .flow_label = flow.facts.label,
                      .code = letters.reason_code,
                      .cause = letters.cause,
                      .oldest = letters.oldest,
                      .count = letters.count,
                      .actor = mapping::who_acts(letters.reason_code),
                      .responsible = flow.facts.responsible});
    }
  }
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tie(b.count, a.flow, a.code, a.cause.id) < std::tie(a.count, b.flow, b.code, b.cause.id);
  });
  return list;
}

EarlierFlow brief_of(const FlowStatus& flow) {
  return {flow.facts.label, flow.health, flow.waiting_letters, flow.facts.pending};
}

std::vector<FlowChange> changes_of(const SyncStatus& status) {
  std::vector<FlowChange> changes;
  if (!status.earlier) return changes;
  auto gone = status.earlier->flows;
  for (const auto& flow : status.flows) {
    const EarlierFlow now = brief_of(flow);
    const auto before = gone.extract(flow.facts.flow);
    if (!before.empty() && before.mapped().same_state(now)) continue;
    changes.push_back(
        {flow.facts.flow, flow.facts.label, before.empty() ? std::nullopt : std::optional(before.mapped()), now});
  }
  for (const auto& [flow, before] : gone) changes.push_back({flow, before.label, before, std::nullopt});
  std::ranges::sort(changes, {}, &FlowChange::flow);
  return changes;
}

void add_to_system(std::vector<SystemStatus>& systems, const FlowStatus& flow) {
  const FlowFacts& facts = flow.facts;
  if (systems.empty() || systems.back().system != facts.system) {
    systems.emplace_back().system = facts.system;
    systems.back().label = facts.system_label;
  }
  SystemStatus& system = systems.back();
  ++system.flows;
  if (flow.health == Health::ok) ++system.healthy;
  system.worst = std::max(system.worst, flow.health);
  system.availability += facts.availability;
  system.by_part.resize(std::max(system.by_part.size(), facts.by_part.size()));
  for (std::size_t i = 0; i < facts.by_part.size(); ++i) system.by_part[i] += facts.by_part[i];
  system.runs += facts.totals.all();
  system.failed_runs += facts.totals.of(RunState::failed) + facts.totals.of(RunState::interrupted);
  (facts.direction == store::Direction::in ? system.counts_in : system.counts_out) += facts.totals.counts;
  system.waiting_letters += flow.waiting_letters;
  system.pending += facts.pending;
}

Verdict verdict_of(const SyncStatus& status) {
  const bool balanced =
      std::all_of(status.flows.begin(), status.flows.end(), [](const auto& flow) { return flow.balanced; });
  if (!balanced) return Verdict::unbalanced;
  const auto ok = status.by_health.find(Health::ok);
  const std::size_t healthy = ok == status.by_health.end() ? 0 : static_cast<std::size_t>(ok->second);
  if (healthy < status.flows.size()) return Verdict::trouble;
  const bool seen = std::ranges::any_of(status.watches, [](const Watch& watch) { return watch.count > 0; });
  return seen || status.waiting_letters + status.pending > 0 ? Verdict::attention : Verdict::good;
}

}  // namespace

SyncStatus compute(const ReportSource& source) {
  SyncStatus status;
  status.period = source.period;
  status.now = source.now;
  status.kind = source.kind;
  for (const auto& facts : source.flows) status.flows.push_back(status_of(facts, source.now));
  std::sort(status.flows.begin(), status.flows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.facts.system, a.facts.flow) < std::tie(b.facts.system, b.facts.flow);
  });
  for (const auto& flow : status.flows) {
    ++status.by_health[flow.health];
    (flow.facts.direction == store::Direction::in ? status.counts_in : status.counts_out) += flow.facts.totals.counts;
    status.waiting_letters += flow.waiting_letters;
    status.pending += flow.facts.pending;
    status.availability += flow.facts.availability;
    add_to_system(status.systems, flow);
  }
  status.reasons = reasons_of(status.flows);
  status.watches = source.watches;
  status.volumes = source.volumes;
  status.earlier = source.earlier;
  status.outages = source.outages;
  status.changes = changes_of(status);
  status.verdict = verdict_of(status);
  return status;
}

std::optional<Milliseconds> SyncStatus::out_of_service() const {
  if (!outages) return std::nullopt;
  Milliseconds sum = 0;
  for (const Period& outage : *outages) sum += outage.to - outage.from;
  return sum;
}

std::string id_of(const SyncStatus& status) { return report_id(status.kind, status.period, status.now); }

std::string_view to_string(Verdict verdict) {
  constexpr std::string_view names[] = {"good", "attention", "trouble", "unbalanced"};
  return names[static_cast<std::size_t>(verdict)];
}

}  // namespace lt::report
