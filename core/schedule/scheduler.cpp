// The pool: each worker asks the agenda for the next flow, runs it, and sleeps until the next due time.
#include "schedule/scheduler.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace lt::schedule {

// Owned by the workers as well, so that one that hangs past stop() still stands on solid ground.
struct Scheduler::Shared {
  Shared(Options given, const Clock& clock_given, ScheduleState& state_given, Run run_given)
      : options(std::move(given)),
        clock(clock_given),
        state(state_given),
        run(std::move(run_given)),
        agenda(options.limits) {}

  const Options options;
  const Clock& clock;
  ScheduleState& state;
  const Run run;
  std::stop_source stopping;

  std::mutex mutex;
  std::condition_variable wake;  // something may be due
  std::condition_variable rest;  // a run ended
  Agenda agenda;                 // under the mutex, as all below
  std::vector<std::thread> workers;
  int alive = 0;
  bool started = false;
  bool abandoned = false;  // stop() gave up waiting: clock and state may be gone

  void work();
  void sleep(std::unique_lock<std::mutex>& lock);
  RunResult run_once(const sync::FlowDefinition& flow);
};

namespace {

std::vector<DefinitionPointer> shared_copies(const std::vector<sync::FlowDefinition>& flows) {
  std::vector<DefinitionPointer> list;
  list.reserve(flows.size());
  for (const auto& flow : flows) list.push_back(std::make_shared<const sync::FlowDefinition>(flow));
  return list;
}

}  // namespace

RunResult Scheduler::Shared::run_once(const sync::FlowDefinition& flow) {
  try {
    state.save(flow.name, clock.now());
    return run(flow, stopping.get_token());
  } catch (const Error& error) {
    return {error.kind(), error.what(), std::nullopt};
  } catch (const std::exception& error) {
    return {ErrorKind::failed, error.what(), std::nullopt};
  }
}

// The wait is bounded so that a system clock that was set, or a machine that slept, is noticed.
void Scheduler::Shared::sleep(std::unique_lock<std::mutex>& lock) {
  constexpr Milliseconds longest = 30'000;
  const Milliseconds now = clock.now();
  const auto next = agenda.next_wake(now);
  wake.wait_for(lock, std::chrono::milliseconds(next ? std::clamp<Milliseconds>(*next - now, 1, longest) : longest));
}

void Scheduler::Shared::work() {
  std::unique_lock lock(mutex);
  while (!stopping.stop_requested()) {
    const DefinitionPointer flow = agenda.start_next(clock.now());
    if (!flow) {
      rest.notify_all();
      sleep(lock);
      continue;
    }
    lock.unlock();
    wake.notify_one();  // more may be due than this worker can take
    const RunResult result = run_once(*flow);
    lock.lock();
    if (abandoned) return;
    agenda.finished(flow->name, result, clock.now());
  }
  --alive;
  rest.notify_all();
}

Scheduler::Scheduler(const std::vector<sync::FlowDefinition>& flows, Options options, const Clock& clock,
                     ScheduleState& state, Run run)
    : shared_(std::make_shared<Shared>(std::move(options), clock, state, std::move(run))) {
  shared_->agenda.configure(shared_copies(flows), state.load(), clock.now());
}

Scheduler::~Scheduler() { stop(); }

void Scheduler::check(const std::vector<sync::FlowDefinition>& flows) {
  for (const auto& flow : flows) Plan::read(flow);
}

void Scheduler::start() {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->started) return;
  shared_->started = true;
  for (int i = 0; i < std::max(1, shared_->options.workers); ++i) {
    shared_->workers.emplace_back([shared = shared_] { shared->work(); });
    ++shared_->alive;
  }
}

std::vector<std::string> Scheduler::stop() {
  shared_->stopping.request_stop();  // outside the lock: it calls what runs registered for it
  std::unique_lock lock(shared_->mutex);
  shared_->wake.notify_all();
  shared_->rest.wait_for(lock, shared_->options.stop_within, [&] { return shared_->alive == 0 || shared_->abandoned; });
  const bool all_ended = shared_->alive == 0;
  const auto left = shared_->agenda.running();
  shared_->abandoned = !all_ended;
  auto workers = std::move(shared_->workers);
  shared_->workers.clear();
  lock.unlock();
  for (auto& worker : workers) {
    if (all_ended) {
      worker.join();
    } else {
      worker.detach();
    }
  }
  return left;
}

void Scheduler::configure(const std::vector<sync::FlowDefinition>& flows) {
  const auto copies = shared_copies(flows);
  const auto last_starts = shared_->state.load();
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->agenda.configure(copies, last_starts, shared_->clock.now());
  }
  shared_->wake.notify_all();
}

void Scheduler::changed() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->agenda.changed(shared_->clock.now());
  }
  shared_->wake.notify_one();
}

std::optional<std::string> Scheduler::trigger(const std::string& flow) {
  std::optional<std::string> refusal;
  {
    const std::lock_guard lock(shared_->mutex);
    refusal = shared_->agenda.ask(flow, shared_->clock.now());
  }
  shared_->wake.notify_one();
  return refusal;
}

void Scheduler::hold(const std::string& flow, const std::string& why) {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->agenda.hold(flow, why, shared_->clock.now());
  }
  shared_->wake.notify_one();
}

void Scheduler::pump() { shared_->wake.notify_all(); }

void Scheduler::wait_idle() {
  std::unique_lock lock(shared_->mutex);
  shared_->wake.notify_all();
  shared_->rest.wait(lock, [&] {
    return shared_->agenda.running().empty() &&
           (shared_->stopping.stop_requested() || !shared_->agenda.anything_to_start(shared_->clock.now()));
  });
}

std::vector<FlowState> Scheduler::states() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->agenda.states(shared_->clock.now());
}

bool Scheduler::alive() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->alive > 0 && !shared_->stopping.stop_requested();
}

}  // namespace lt::schedule
