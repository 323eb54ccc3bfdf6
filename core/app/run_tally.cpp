// New runs by their numbers, those under way one by one.
#include "app/run_tally.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace lt::app {
namespace {

constexpr int runs_of_a_page = 500;

// A run's counts only grow, but one that is corrected must not make a counter go back.
store::Counts grown(const store::Counts& now, const store::Counts& known) {
  const auto more = [](std::int64_t a, std::int64_t b) { return std::max<std::int64_t>(0, a - b); };
  return {.read = more(now.read, known.read),
          .created = more(now.created, known.created),
          .updated = more(now.updated, known.updated),
          .unchanged = more(now.unchanged, known.unchanged),
          .filtered = more(now.filtered, known.filtered),
          .dead = more(now.dead, known.dead),
          .due = more(now.due, known.due),
          .delivered = more(now.delivered, known.delivered),
          .withheld = more(now.withheld, known.withheld),
          .pending = more(now.pending, known.pending)};
}

std::vector<store::Run> runs_after(store::RunId last, store::Reader& reader) {
  std::vector<store::Run> found;
  for (store::RunId before = 0;;) {
    auto runs = reader.runs({.limit = runs_of_a_page, .before = before});
    const bool all = runs.size() < runs_of_a_page || runs.back().id <= last;
    std::erase_if(runs, [last](const store::Run& run) { return run.id <= last; });
    if (!runs.empty()) before = runs.back().id;
    std::ranges::move(runs, std::back_inserter(found));
    if (all) return found;
  }
}

}  // namespace

void RunTally::turn_to(const std::string& store, store::Reader& reader) {
  if (std::exchange(store_, store) == store) return;
  last_ = 0;
  under_way_.clear();
  for (const auto& run : reader.runs({.limit = 1})) last_ = run.id;
  for (const auto& run : reader.runs({.limit = runs_of_a_page, .state = store::RunState::running}))
    if (run.id <= last_) under_way_.emplace(run.id, run.counts);
}

void RunTally::follow(store::Reader& reader) {
  for (const auto& [id, known] : std::exchange(under_way_, {}))
    if (const auto run = reader.run(id)) add(*run, known);
  for (const auto& run : runs_after(last_, reader)) {
    add(run, {});
    last_ = std::max(last_, run.id);
  }
}

void RunTally::add(const store::Run& run, const store::Counts& known) {
  Flow& flow = flows_[run.flow];
  flow.counts += grown(run.counts, known);
  if (run.state == store::RunState::running) {
    under_way_.emplace(run.id, run.counts);
  } else {
    ++flow.ended[run.state];
  }
}

}  // namespace lt::app
