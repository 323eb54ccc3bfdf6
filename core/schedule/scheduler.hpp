// Starts runs when they are due, on a pool of threads, one run a flow at a time.
#pragma once

#include "base/clock.hpp"
#include "schedule/agenda.hpp"
#include "sync/flow_definition.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::schedule {

// Where last starts outlive the hub. Called from several threads at once.
class ScheduleState {
 public:
  virtual ~ScheduleState() = default;
  virtual std::map<std::string, LastStart> load() = 0;  // by flow
  virtual void save(const std::string& flow, Milliseconds started) = 0;
};

// One run, on a worker's thread. It should end soon after its token asks it to; what it throws counts as its result.
using Run = std::function<RunResult(const sync::FlowDefinition&, std::stop_token)>;

// Every member may be called from any thread but a run's own stop().
class Scheduler {
 public:
  struct Options {
    int workers = 4;
    Limits limits = {};
    std::chrono::milliseconds stop_within{10'000};
  };

  // `clock` and `state` outlive the scheduler. Definitions whose schedule is wrong must have been refused before
  // (check()). Nothing starts before start().
  Scheduler(const std::vector<sync::FlowDefinition>& flows, Options options, const Clock& clock, ScheduleState& state,
            Run run);
  ~Scheduler();  // as stop()

  // Adds a violation to each definition's own list for whatever is wrong with its schedule.
  static void check(const std::vector<sync::FlowDefinition>& flows);

  void start();
  // Asks every run to end and waits for them. Gives the flows whose runs had not ended within stop_within: their
  // threads are left behind with whatever their run uses, so the process should end at once (std::_Exit).
  std::vector<std::string> stop();

  // A new configuration: pauses end, runs under way go on with what they began with.
  void configure(const std::vector<sync::FlowDefinition>& flows);
  // The change feed moved: out-flows that follow it become due.
  void changed();
  // Runs a flow as soon as a worker is free; ends its automatic pause. Says why not where that cannot be.
  std::optional<std::string> trigger(const std::string& flow);

  // A person's pause, saying why; empty: it ends, and an automatic one with it.
  void hold(const std::string& flow, const std::string& why);

  // Looks at the clock now; needed only where the clock jumps, as in tests.
  void pump();
  // Waits until nothing runs and nothing is due at the clock's present time.
  void wait_idle();
  std::vector<FlowState> states() const;
  // Whether runs start when they are due: from start() until a stop is asked for.
  bool alive() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace lt::schedule
