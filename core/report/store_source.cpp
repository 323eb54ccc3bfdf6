// From the store's rows to facts, one flow after the other.
#include "report/store_source.hpp"

#include "sync/flow_pause.hpp"
#include "sync/serving_times.hpp"

#include <algorithm>

namespace lt::report {
namespace {

model::Label system_label(const Surroundings& surroundings, const std::string& system) {
  if (system == sync::own_system) return sync::own_label();
  const auto found = surroundings.systems.find(system);
  return found == surroundings.systems.end() ? model::Label{system, system} : found->second;
}

// What a partner sends by itself, or a command of the hub says when somebody wants it: nobody waits for a run of it.
bool comes_by_itself(const sync::FlowDefinition& flow) {
  return flow.receives() || (flow.system == sync::own_system && flow.direction == sync::Direction::in);
}

// A person's pause stands in the store, the hub's own only in a scheduler that runs.
std::string paused_because(const std::vector<schedule::FlowState>& states, const std::string& flow,
                           store::Reader& reader) {
  if (const auto pause = sync::pause_of(reader, flow)) return in_words(*pause);
  const auto found = std::find_if(states.begin(), states.end(), [&](const auto& state) { return state.flow == flow; });
  return found == states.end() ? std::string() : found->paused_because;
}

void take_letters(FlowFacts& facts, const std::vector<store::LetterCount>& letters) {
  for (const auto& group : letters) {
    if (group.flow != facts.flow) continue;
    facts.letters.push_back(group);
    facts.oldest_letter = std::min(facts.oldest_letter.value_or(group.oldest), group.oldest);
  }
}

void read_pending(FlowFacts& facts, store::Reader& reader) {
  if (facts.direction != store::Direction::out) return;
  const store::PendingDeliveries pending = reader.pending(facts.flow);
  facts.pending = pending.rows;
  facts.oldest_pending = pending.oldest;
}

std::optional<std::vector<Period>> outages_of(store::Reader& reader, Period period) {
  const auto found = sync::outages(reader, period.from, period.to);
  if (!found) return std::nullopt;
  std::vector<Period> outages;
  outages.reserve(found->size());
  for (const auto& each : *found) outages.push_back({each.from, each.to});
  return outages;
}

// What has not come yet is neither up nor down.
Period until(Period period, Milliseconds now) { return {std::min(period.from, now), std::min(period.to, now)}; }

// Of the period, and of each part of it.
void measure(FlowFacts& facts, store::Reader& reader, const ReportSource& source) {
  std::vector<AvailabilityMeter> meters;
  const auto add = [&](Period period) {
    meters.emplace_back(until(period, source.now), facts.fresh_within, facts.receives,
                        source.outages ? std::span<const Period>(*source.outages) : std::span<const Period>());
  };
  add(source.period);
  for (const auto& volume : source.volumes) add(volume.period);
  reader.run_ends(facts.flow, source.period.from, source.period.to, [&](Milliseconds ended, store::RunState state) {
    for (auto& meter : meters) meter.ended(ended, state);
  });
  facts.availability = meters.front().result();
  for (std::size_t i = 1; i < meters.size(); ++i) facts.by_part.push_back(meters[i].result());
}

using TotalsByFlow = std::map<std::string, store::RunTotals>;

void add(TotalsByFlow& sums, const TotalsByFlow& more) {
  for (const auto& [flow, totals] : more) {
    store::RunTotals& sum = sums[flow];
    for (const auto& [state, count] : totals.runs) sum.runs[state] += count;
    sum.counts += totals.counts;
    sum.unbalanced += totals.unbalanced;
  }
}

void count_volumes(ReportSource& source, const std::vector<TotalsByFlow>& totals) {
  for (std::size_t i = 0; i < source.volumes.size(); ++i) {
    Volume& volume = source.volumes[i];
    for (const auto& flow : source.flows) {
      const auto found = totals[i].find(flow.flow);
      if (found == totals[i].end()) continue;
      (flow.direction == store::Direction::in ? volume.in : volume.out) += found->second.counts;
    }
  }
}

}  // namespace

ReportSource read_source(const Surroundings& surroundings, store::Reader& reader, Period period, Milliseconds now) {
  ReportSource source{.period = period, .now = now, .flows = {}};
  source.outages = outages_of(reader, until(period, now));
  // Each run is read once: the period's totals are those of its parts together.
  std::vector<TotalsByFlow> by_part;
  TotalsByFlow totals;
  for (const Period& part : parts_of(period)) {
    source.volumes.push_back({part, {}, {}});
    add(totals, by_part.emplace_back(reader.run_totals(part.from, part.to)));
  }
  const auto letters = reader.dead_letter_counts();
  for (const auto& flow : surroundings.flows) {
    if (flow.switched_off) continue;
    FlowFacts facts;
    facts.flow = flow.name;
    facts.label = flow.label;
    facts.system = flow.system;
    facts.system_label = system_label(surroundings, flow.system);
    facts.direction = flow.direction == sync::Direction::out ? store::Direction::out : store::Direction::in;
    facts.receives = comes_by_itself(flow);
    facts.fresh_within = flow.fresh_within;
    facts.responsible = flow.responsible;
    facts.paused = flow.paused;
    if (!flow.paused) facts.paused_because = paused_because(surroundings.schedule, flow.name, reader);
    facts.totals = std::move(totals[flow.name]);
    measure(facts, reader, source);
    facts.last_run = reader.last_run(flow.name);
    facts.last_success = reader.last_success(flow.name);
    take_letters(facts, letters);
    read_pending(facts, reader);
    source.flows.push_back(std::move(facts));
  }
  count_volumes(source, by_part);
  return source;
}

}  // namespace lt::report
