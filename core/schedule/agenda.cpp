// The rules of starting: due times, changes, wishes, retries, pauses, priorities, fairness.
#include "schedule/agenda.hpp"

#include "base/hash.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lt::schedule {
namespace {

constexpr Milliseconds longest_retry = day_ms;  // a partner's Retry-After is not believed beyond a day

void keep_earliest(std::optional<Milliseconds>& time, std::optional<Milliseconds> other) {
  if (other && (!time || *other < *time)) time = other;
}

// `first` doubled for each failure after the first up to `most`, ±20 % by flow and count.
Milliseconds back_off(const sync::FlowDefinition& flow, int failures) {
  Milliseconds wait = flow.retry.first;
  for (int i = 1; i < failures && wait < flow.retry.most; ++i) wait *= 2;
  wait = std::min(wait, flow.retry.most);
  const auto hash = static_cast<std::uint64_t>(content_hash(flow.name, static_cast<std::uint64_t>(failures)));
  return wait * (80 + static_cast<Milliseconds>(hash % 41)) / 100;
}

Milliseconds retry_time(const sync::FlowDefinition& flow, const RunResult& result, int failures, Milliseconds now) {
  const Milliseconds wished = result.again_at ? *result.again_at : now + back_off(flow, failures);
  return std::clamp(wished, now + second_ms, now + longest_retry);
}

bool pauses(ErrorKind kind) {
  return kind == ErrorKind::denied || kind == ErrorKind::misconfigured || kind == ErrorKind::unsupported;
}

}  // namespace

void Agenda::configure(const std::vector<DefinitionPointer>& flows, const std::map<std::string, LastStart>& last_starts,
                       Milliseconds now) {
  heed_clock(now);
  for (auto& [name, entry] : entries_) entry.removed = true;
  for (const auto& flow : flows) {
    const auto [position, is_new] = entries_.try_emplace(flow->name);
    Entry& entry = position->second;
    entry.flow = flow;
    entry.plan = Plan::read(*flow);
    entry.removed = false;
    entry.paused_because.clear();
    entry.not_before.reset();
    if (is_new) {
      const auto last = last_starts.find(flow->name);
      first_plan(entry, last == last_starts.end() ? std::nullopt : std::optional(last->second), now);
    } else if (!entry.running_since) {
      plan_next(entry, now);
      if (entry.failures > 0) entry.retry_at = now;
    }
  }
  std::erase_if(entries_, [](const auto& item) { return item.second.removed && !item.second.running_since; });
}

// A clock that was set back must not silence flows until it catches up: what lay ahead stays as far ahead as it was,
// and times of the day are looked up anew. Less than a minute may be a clock that is being disciplined.
void Agenda::heed_clock(Milliseconds now) {
  const Milliseconds back = std::exchange(seen_, now) - now;
  if (back < minute_ms) return;
  for (auto& [name, entry] : entries_) {
    for (auto* time : {&entry.asked_at, &entry.changed_at, &entry.retry_at, &entry.not_before, &entry.last_started,
                       &entry.running_since}) {
      if (*time) **time -= back;
    }
    if (entry.plan.trigger == Trigger::every) {
      entry.served -= back;
      if (entry.due) *entry.due -= back;
    } else {
      entry.served = std::min(entry.served, now);
      if (entry.due && entry.due_noticed) entry.due = std::min(*entry.due, now);
      if (entry.due && !entry.due_noticed && !entry.running_since) plan_next(entry, now);
    }
  }
  for (auto& [system, started] : system_last_started_) started = std::min(started, now);
}

void Agenda::first_plan(Entry& entry, const std::optional<LastStart>& last, Milliseconds now) {
  // A clock that was set back since must not silence a flow until it catches up.
  if (last) entry.last_started = std::min(last->at, now);
  entry.served = entry.last_started.value_or(now);
  if (entry.plan.trigger == Trigger::on_change) entry.changed_at = now;  // it may have moved before the start
  // What a run that was cut off left is done when the hub is back, not at the next planned time. What a system sends
  // by itself was stored or refused, so nothing of it is left.
  const bool by_itself = entry.plan.trigger != Trigger::by_hand && entry.plan.trigger != Trigger::on_receive;
  if (last && last->cut_off && by_itself) entry.retry_at = now;
  if (entry.plan.trigger == Trigger::every && !last) {
    entry.due = now + entry.plan.jitter_of(entry.flow->name, now);
  } else {
    plan_next(entry, now);
  }
}

void Agenda::plan_next(Entry& entry, Milliseconds now) {
  const Owed owed = entry.plan.owed(entry.served, now);
  entry.owed = std::max(0, owed.runs - 1);
  if (owed.runs > 0) {
    entry.due = now;
    entry.served = now;
  } else if (owed.next) {
    entry.due = *owed.next + entry.plan.jitter_of(entry.flow->name, *owed.next);
  } else {
    entry.due.reset();
  }
  entry.due_noticed = owed.runs > 0;
}

// A due time seen only long after it came (the machine slept) is a missed one.
void Agenda::notice_due(Entry& entry, Milliseconds now) {
  if (!entry.due || *entry.due > now || entry.due_noticed || entry.running_since) return;
  if (now - *entry.due > minute_ms && entry.last_started) {
    plan_next(entry, now);
  } else {
    entry.due_noticed = true;
  }
}

std::optional<Milliseconds> Agenda::wanted_at(const Entry& entry) {
  if (entry.running_since || entry.removed || entry.flow->paused || entry.flow->switched_off) return std::nullopt;
  if (!entry.held_because.empty()) return std::nullopt;
  if (entry.asked_at) return entry.asked_at;
  if (!entry.paused_because.empty()) return std::nullopt;
  std::optional<Milliseconds> time = entry.due;
  keep_earliest(time, entry.retry_at);
  if (entry.changed_at) {
    const Milliseconds spaced = entry.last_started ? *entry.last_started + entry.plan.at_most_every : *entry.changed_at;
    keep_earliest(time, std::max(*entry.changed_at, spaced));
  }
  if (time && entry.not_before) time = std::max(*time, *entry.not_before);
  return time;
}

std::optional<Milliseconds> Agenda::ready_at(const Entry& entry, Milliseconds now) {
  const auto wanted = wanted_at(entry);
  if (!wanted || entry.asked_at) return wanted;
  return entry.plan.first_allowed(std::max(*wanted, now));
}

int Agenda::running_of(const std::string& system) const {
  return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [&](const auto& item) {
    return item.second.running_since && item.second.flow->system == system;
  }));
}

bool Agenda::may_start(const Entry& entry, Milliseconds now) const {
  const auto ready = ready_at(entry, now);
  if (!ready || *ready > now) return false;
  const std::string& system = entry.flow->system;
  const auto own = limits_.for_system.find(system);
  const int limit = own == limits_.for_system.end() ? limits_.runs_per_system : own->second;
  return limit <= 0 || running_of(system) < limit;
}

// The higher priority, one step more for each minute of waiting so that nothing waits for ever; then the system with
// the fewest runs under way, the one served longest ago, the flow that waits longest.
bool Agenda::goes_first(const Entry& a, const Entry& b, Milliseconds now) const {
  const auto rank = [&](const Entry& entry) {
    const Milliseconds since = wanted_at(entry).value_or(now);
    const auto served = system_last_started_.find(entry.flow->system);
    return std::tuple(-(entry.plan.priority + (now - since) / minute_ms), running_of(entry.flow->system),
                      served == system_last_started_.end() ? Milliseconds{} : served->second, since);
  };
  return rank(a) < rank(b);
}

DefinitionPointer Agenda::start_next(Milliseconds now) {
  heed_clock(now);
  Entry* first = nullptr;
  for (auto& [name, entry] : entries_) {
    notice_due(entry, now);
    if (may_start(entry, now) && (!first || goes_first(entry, *first, now))) first = &entry;
  }
  if (!first) return nullptr;
  start(*first, now);
  return first->flow;
}

void Agenda::start(Entry& entry, Milliseconds now) {
  const bool planned = entry.due && *entry.due <= now;
  if (entry.plan.missed != Missed::run_all) entry.served = now;
  if (planned && entry.plan.missed == Missed::run_all) entry.served = std::max(entry.served, *entry.due);
  if (planned) entry.due.reset();
  entry.asked_at.reset();
  entry.changed_at.reset();
  entry.retry_at.reset();
  entry.not_before.reset();
  entry.paused_because.clear();
  entry.running_since = now;
  entry.last_started = now;
  system_last_started_[entry.flow->system] = now;
}

void Agenda::finished(const std::string& flow, const RunResult& result, Milliseconds now) {
  heed_clock(now);
  const auto found = entries_.find(flow);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.running_since.reset();
  if (entry.removed) {
    entries_.erase(found);
    return;
  }
  if (entry.owed > 0) {
    --entry.owed;
    entry.due = now;
    entry.due_noticed = true;
  } else {
    plan_next(entry, now);
  }
  react(entry, result, now);
}

void Agenda::react(Entry& entry, const RunResult& result, Milliseconds now) {
  entry.last_message = result.message;
  if (!result.error) {
    entry.failures = 0;
    if (result.again_at) entry.retry_at = std::max(*result.again_at, now + second_ms);
    return;
  }
  if (*result.error == ErrorKind::cancelled) return;
  ++entry.failures;
  if (pauses(*result.error)) {
    entry.paused_because = std::string(to_string(*result.error)) + ": " + result.message;
    entry.owed = 0;
  } else if (*result.error == ErrorKind::unavailable || entry.plan.trigger == Trigger::on_change) {
    entry.retry_at = retry_time(*entry.flow, result, entry.failures, now);
    entry.not_before = entry.retry_at;
  }
}

void Agenda::changed(Milliseconds now) {
  heed_clock(now);
  for (auto& [name, entry] : entries_) {
    if (entry.plan.trigger == Trigger::on_change && !entry.changed_at) entry.changed_at = now;
  }
}

std::optional<std::string> Agenda::ask(const std::string& flow, Milliseconds now) {
  heed_clock(now);
  const auto found = entries_.find(flow);
  if (found == entries_.end() || found->second.removed) {
    std::vector<std::string> names;
    names.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) names.push_back(name);
    return "no flow is called '" + flow + "'" + suggestion(flow, names);
  }
  const Entry& entry = found->second;
  if (entry.flow->switched_off) {
    return "the system '" + entry.flow->system + "' of the flow '" + flow +
           "' is switched off; set enabled: true in its file to run it";
  }
  if (entry.flow->paused) {
    return entry.flow->file + ":" + std::to_string(entry.flow->line) + ": the flow '" + flow +
           "' is paused here; set paused: false to run it";
  }
  if (!entry.held_because.empty()) return "the flow '" + flow + "' is paused by " + entry.held_because;
  if (!entry.asked_at) found->second.asked_at = now;
  return std::nullopt;
}

void Agenda::hold(const std::string& flow, const std::string& why, Milliseconds now) {
  heed_clock(now);
  const auto found = entries_.find(flow);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.held_because = why;
  if (!why.empty()) return;
  entry.paused_because.clear();
  entry.not_before.reset();
  if (entry.failures > 0) entry.retry_at = now;
}

std::optional<Milliseconds> Agenda::next_wake(Milliseconds now) const {
  std::optional<Milliseconds> earliest;
  for (const auto& [name, entry] : entries_) {
    const auto ready = ready_at(entry, now);
    if (ready && *ready > now) keep_earliest(earliest, ready);
  }
  return earliest;
}

bool Agenda::anything_to_start(Milliseconds now) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& item) { return may_start(item.second, now); });
}

std::vector<std::string> Agenda::running() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries_) {
    if (entry.running_since) names.push_back(name);
  }
  return names;
}

std::vector<FlowState> Agenda::states(Milliseconds now) const {
  std::vector<FlowState> list;
  for (const auto& [name, entry] : entries_) {
    if (entry.removed) continue;
    list.push_back({.flow = name,
                    .system = entry.flow->system,
                    .last_started = entry.last_started,
                    .running_since = entry.running_since,
                    .next_start = ready_at(entry, now),
                    .paused_because = entry.flow->paused            ? "paused in " + entry.flow->file
                                      : !entry.held_because.empty() ? entry.held_because
                                                                    : entry.paused_because,
                    .failures = entry.failures,
                    .last_message = entry.last_message});
  }
  return list;
}

}  // namespace lt::schedule
