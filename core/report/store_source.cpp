// From the store's rows to facts, one flow after the other.
#include "report/store_source.hpp"

#include "sync/flow_pause.hpp"

#include <algorithm>

namespace lt::report {
namespace {

model::Label system_label(const Surroundings& surroundings, const std::string& system) {
  if (system == sync::own_system) return sync::own_label();
  const auto found = surroundings.systems.find(system);
  return found == surroundings.systems.end() ? model::Label{system, system} : found->second;
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

// What has not come yet is neither up nor down.
Availability availability_of(const FlowFacts& facts, store::Reader& reader, Period period, Milliseconds now) {
  AvailabilityMeter meter({period.from, std::min(period.to, now)}, facts.fresh_within, facts.receives);
  reader.run_ends(facts.flow, period.from, period.to,
                  [&](Milliseconds ended, store::RunState state) { meter.ended(ended, state); });
  return meter.result();
}

std::vector<Volume> volumes_of(const std::vector<FlowFacts>& flows, store::Reader& reader, Period period,
                               Milliseconds now) {
  std::vector<Volume> volumes;
  for (const Period& part : parts_of(period)) {
    Volume& volume = volumes.emplace_back(Volume{part, {}, {}});
    if (part.from > now) continue;
    const auto totals = reader.run_totals(part.from, part.to);
    for (const auto& flow : flows) {
      const auto found = totals.find(flow.flow);
      if (found == totals.end()) continue;
      (flow.direction == store::Direction::in ? volume.in : volume.out) += found->second.counts;
    }
  }
  return volumes;
}

}  // namespace

ReportSource read_source(const Surroundings& surroundings, store::Reader& reader, Period period, Milliseconds now) {
  ReportSource source{.period = period, .now = now, .flows = {}};
  auto totals = reader.run_totals(period.from, period.to);
  const auto letters = reader.dead_letter_counts();
  for (const auto& flow : surroundings.flows) {
    if (flow.switched_off) continue;
    FlowFacts facts;
    facts.flow = flow.name;
    facts.label = flow.label;
    facts.system = flow.system;
    facts.system_label = system_label(surroundings, flow.system);
    facts.direction = flow.direction == sync::Direction::out ? store::Direction::out : store::Direction::in;
    facts.receives = flow.receives();
    facts.fresh_within = flow.fresh_within;
    facts.responsible = flow.responsible;
    facts.paused = flow.paused;
    if (!flow.paused) facts.paused_because = paused_because(surroundings.schedule, flow.name, reader);
    facts.totals = std::move(totals[flow.name]);
    facts.availability = availability_of(facts, reader, period, now);
    facts.last_run = reader.last_run(flow.name);
    facts.last_success = reader.last_success(flow.name);
    take_letters(facts, letters);
    read_pending(facts, reader);
    source.flows.push_back(std::move(facts));
  }
  source.volumes = volumes_of(source.flows, reader, period, now);
  return source;
}

}  // namespace lt::report
