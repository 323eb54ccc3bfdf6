// Wiring of scheduler, runner and store.
#include "app/hub.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lt::app {
namespace {

std::string counts_text(const sync::RunResult& result, sync::Direction direction) {
  const store::Counts& c = result.counts;
  return direction == sync::Direction::in
             ? fmt::format("read {} = created {} + updated {} + unchanged {} + filtered {} + dead {}", c.read,
                           c.created, c.updated, c.unchanged, c.filtered, c.dead)
             : fmt::format("due {} = delivered {} + unchanged {} + withheld {} + dead {} + pending {}", c.due,
                           c.delivered, c.unchanged, c.withheld, c.dead, c.pending);
}

void log(const sync::FlowDefinition& flow, const sync::RunResult& result) {
  const std::string counts = counts_text(result, flow.direction);
  if (!result.error) {
    spdlog::info("flow {} run {} {}: {}", flow.name, result.id, to_string(result.state), counts);
  } else if (*result.error == ErrorKind::cancelled) {
    spdlog::info("flow {} run {} stopped: {}", flow.name, result.id, counts);
  } else {
    spdlog::warn("flow {} run {} {}: {}; {}", flow.name, result.id, to_string(*result.error), result.message, counts);
  }
}

store::Options serving(const HubSettings& hub) {
  return {.path = hub.store, .access = store::Access::serve, .cache_mb = hub.cache_mb};
}

}  // namespace

// Every run's start stands in the store already, so there is nothing to save. A run that was cut off, by a crash or by
// a stop, is as if it had never begun: what it left is done when the hub is back, not at the next planned time.
class Hub::LastStarts : public schedule::ScheduleState {
 public:
  LastStarts(const Configuration& configuration, const store::Store& store)
      : configuration_(configuration), store_(store) {}

  std::map<std::string, Milliseconds> load() override {
    std::map<std::string, Milliseconds> starts;
    store::Reader reader = store_.reader();
    for (const auto& flow : configuration_.flows()) {
      if (const auto run = last_whole_run(reader, flow.name)) starts[flow.name] = run->started;
    }
    return starts;
  }
  void save(const std::string&, Milliseconds) override {}

 private:
  static std::optional<store::Run> last_whole_run(store::Reader& reader, const std::string& flow) {
    std::vector<store::Run> runs = reader.runs({.flow = flow});
    const auto whole = std::find_if(runs.begin(), runs.end(), [](const store::Run& run) {
      return run.state == store::RunState::succeeded || run.state == store::RunState::failed;
    });
    return whole == runs.end() ? std::nullopt : std::optional(std::move(*whole));
  }

  const Configuration& configuration_;
  const store::Store& store_;
};

Hub::Hub(const Configuration& configuration, const Clock& clock)
    : clock_(clock),
      store_(store::Store::open(serving(configuration.hub()), configuration.model(), clock)),
      runner_(configuration, clock),
      last_starts_(std::make_unique<LastStarts>(configuration, store_)),
      scheduler_(std::make_unique<schedule::Scheduler>(
          configuration.flows(), schedule::Scheduler::Options{.workers = configuration.hub().workers}, clock,
          *last_starts_,
          [this](const sync::FlowDefinition& flow, const std::stop_token& stop) { return run(flow, stop); })) {}

Hub::~Hub() = default;

void Hub::start() {
  seen_ = store_.reader().last_seq();
  scheduler_->start();
  scheduler_->changed();  // what changed while the hub was down
}

void Hub::look_for_changes() {
  const store::Seq last = store_.reader().last_seq();
  if (last == seen_) return;
  seen_ = last;
  scheduler_->changed();
}

std::vector<std::string> Hub::stop() { return scheduler_->stop(); }

schedule::RunResult Hub::run(const sync::FlowDefinition& flow, const std::stop_token& stop) {
  const sync::RunResult result = runner_.run(flow, store_, {.trigger = "schedule", .progress = {}}, stop);
  log(flow, result);
  if (result.counts.created + result.counts.updated > 0) scheduler_->changed();
  schedule::RunResult told{.error = result.error, .message = result.message, .again_at = result.next_retry};
  if (result.retry_after) told.again_at = clock_.now() + result.retry_after->count();
  return told;
}

}  // namespace lt::app
