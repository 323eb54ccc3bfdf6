// Promises of the pool: runs on threads, one a flow, a clean stop, memory of the last start. Time is the test's.
#include "schedule/scheduler.hpp"

#include "flows.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using lt::ErrorKind;
using lt::Milliseconds;
using lt::minute_ms;
using namespace lt::schedule;
using lt::sync::FlowDefinition;

namespace {

class TestClock : public lt::Clock {
 public:
  Milliseconds now() const override { return now_.load(); }
  void advance(Milliseconds by) { now_ += by; }

 private:
  std::atomic<Milliseconds> now_ = 1'795'219'200'000;
};

class Memory : public ScheduleState {
 public:
  std::map<std::string, LastStart> load() override {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  void save(const std::string& flow, Milliseconds started) override {
    const std::lock_guard lock(mutex_);
    last_[flow] = {.at = started};
  }

 private:
  std::mutex mutex_;
  std::map<std::string, LastStart> last_;
};

// Counts runs, and those of one flow that overlap.
class Counter {
 public:
  RunResult run(const FlowDefinition& flow) {
    const std::lock_guard lock(mutex_);
    ++runs_[flow.name];
    return {};
  }
  int runs(const std::string& flow) {
    const std::lock_guard lock(mutex_);
    return runs_[flow];
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> runs_;
};

// Blocks runs until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  // Until the token asks to stop.
  void pass(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(lock, stop, [&] { return open_; });
  }
  void wait_inside(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int inside_ = 0;
  bool open_ = false;
};

}  // namespace

TEST_CASE("due flows run on the pool and their starts are remembered") {
  Flows flows;
  flows.add("a", "{every: 15m}");
  flows.add("b", "{every: 1h}");
  TestClock clock;
  Memory memory;
  Counter counter;
  Scheduler scheduler(flows.list, {}, clock, memory, [&](const auto& flow, auto) { return counter.run(flow); });
  scheduler.start();
  scheduler.wait_idle();
  for (int i = 0; i < 8; ++i) {
    clock.advance(15 * minute_ms);
    scheduler.wait_idle();
  }
  CHECK(counter.runs("a") == 9);
  CHECK(counter.runs("b") == 3);
  CHECK(memory.load().at("a").at == clock.now());
  CHECK(scheduler.stop().empty());
}

TEST_CASE("a restarted hub knows what it missed") {
  Flows flows;
  flows.add("a", "{every: 15m, missed: run_once}");
  flows.add("b", "{every: 15m, missed: skip}");
  TestClock clock;
  Memory memory;
  memory.save("a", clock.now() - 600 * minute_ms);
  memory.save("b", clock.now() - 600 * minute_ms);
  Counter counter;
  Scheduler scheduler(flows.list, {}, clock, memory, [&](const auto& flow, auto) { return counter.run(flow); });
  scheduler.start();
  scheduler.wait_idle();
  CHECK(counter.runs("a") == 1);
  CHECK(counter.runs("b") == 0);
}

TEST_CASE("one flow never runs on two workers, however often it is asked for") {
  Flows flows;
  flows.add("a", "{by_hand: true}");
  TestClock clock;
  Memory memory;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  Scheduler scheduler(flows.list, {.workers = 4}, clock, memory, [&](const auto&, auto) {
    const int now = ++inside;
    if (now > most) most = now;
    std::this_thread::yield();
    --inside;
    return RunResult{};
  });
  scheduler.start();
  std::vector<std::thread> people;
  for (int i = 0; i < 4; ++i) {
    people.emplace_back([&] {
      for (int n = 0; n < 200; ++n) scheduler.trigger("a");
    });
  }
  for (auto& person : people) person.join();
  scheduler.wait_idle();
  CHECK(most == 1);
}

TEST_CASE("a slow system does not keep the others from running") {
  Flows flows;
  flows.add("slow", "{by_hand: true}");
  flows.add("quick", "{by_hand: true}");
  TestClock clock;
  Memory memory;
  Gate gate;
  Gate quick_ran;
  Scheduler scheduler(flows.list, {.workers = 2}, clock, memory, [&](const auto& flow, auto) {
    if (flow.name == "slow") gate.pass();
    if (flow.name == "quick") {
      quick_ran.open();
      quick_ran.pass();
    }
    return RunResult{};
  });
  scheduler.start();
  scheduler.trigger("slow");
  gate.wait_inside(1);
  scheduler.trigger("quick");
  quick_ran.wait_inside(1);
  CHECK(scheduler.states().size() == 2);
  gate.open();
  scheduler.wait_idle();
}

TEST_CASE("stop asks every run to end and returns when they have") {
  Flows flows;
  for (const std::string name : {"a", "b", "c"}) flows.add(name, "{every: 1m}");
  TestClock clock;
  Memory memory;
  Gate gate;
  Scheduler scheduler(flows.list, {.workers = 3}, clock, memory, [&](const auto&, const std::stop_token& stop) {
    gate.pass(stop);
    return RunResult{stop.stop_requested() ? std::optional(ErrorKind::cancelled) : std::nullopt, "", {}};
  });
  scheduler.start();
  gate.wait_inside(3);
  CHECK(scheduler.stop().empty());
  CHECK(scheduler.stop().empty());
}

TEST_CASE("a run that does not end within the bound is named and left behind") {
  Flows flows;
  flows.add("deaf", "{every: 1m}");
  TestClock clock;
  Memory memory;
  const auto gate = std::make_shared<Gate>();
  const auto left = std::make_shared<Gate>();
  {
    Scheduler::Options options{.workers = 1};
    options.stop_within = std::chrono::milliseconds(30);
    Scheduler scheduler(flows.list, options, clock, memory, [gate, left](const auto&, auto) {
      gate->pass();
      left->open();
      return RunResult{};
    });
    scheduler.start();
    gate->wait_inside(1);
    CHECK(scheduler.stop() == std::vector<std::string>{"deaf"});
  }
  gate->open();
  left->pass();
}

TEST_CASE("what a run throws becomes its result") {
  Flows flows;
  flows.add("denied", "{every: 1m}");
  flows.add("broken", "{every: 1m}");
  TestClock clock;
  Memory memory;
  Scheduler scheduler(flows.list, {}, clock, memory, [](const auto& flow, auto) -> RunResult {
    if (flow.name == "denied") throw lt::Error(ErrorKind::denied, "the password was changed");
    throw std::runtime_error("a defect");
  });
  scheduler.start();
  scheduler.wait_idle();
  for (const auto& state : scheduler.states()) {
    CHECK(state.failures == 1);
    CHECK(state.paused_because == (state.flow == "denied" ? "denied: the password was changed" : ""));
  }
}

TEST_CASE("a change of the store and a new configuration reach a running scheduler") {
  Flows flows;
  flows.add("out", "{on_change: true, at_most_every: 0s}", "", "out");
  TestClock clock;
  Memory memory;
  Counter counter;
  Scheduler scheduler(flows.list, {}, clock, memory, [&](const auto& flow, auto) { return counter.run(flow); });
  scheduler.start();
  scheduler.wait_idle();
  CHECK(counter.runs("out") == 1);
  scheduler.changed();
  scheduler.wait_idle();
  CHECK(counter.runs("out") == 2);
  flows.add("new", "{every: 1h}");
  scheduler.configure(flows.list);
  scheduler.wait_idle();
  CHECK(counter.runs("new") == 1);
}
