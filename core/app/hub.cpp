// Wiring of scheduler, runner and store.
#include "app/hub.hpp"

#include <spdlog/spdlog.h>

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

}  // namespace

Hub::Hub(const Configuration& configuration, const Clock& clock)
    : clock_(clock),
      store_(store::Store::open(configuration.store_options(store::Access::serve), configuration.model(), clock)),
      runner_(configuration, clock),
      last_starts_(configuration.flows(), store_),
      scheduler_(std::make_unique<schedule::Scheduler>(
          configuration.flows(), schedule::Scheduler::Options{.workers = configuration.hub().workers}, clock,
          last_starts_,
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
