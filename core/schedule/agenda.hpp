// Which flow starts next: the whole decision as a deterministic machine without threads or a clock of its own.
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "schedule/plan.hpp"
#include "sync/flow_definition.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::schedule {

// What a run says when it ends. No error: it went through, whatever it counted.
struct RunResult {
  std::optional<ErrorKind> error;
  std::string message;
  // When the run wants to be called again: a refusal's Retry-After, or the next attempt of a pending delivery.
  std::optional<Milliseconds> again_at;
};

// A flow's last run, from before the hub's start.
struct LastStart {
  Milliseconds at = 0;
  bool cut_off = false;  // by a crash or a stop, before it had gone through or failed
};

struct Limits {
  int runs_per_system = 0;                     // at once; 0: no limit
  std::map<std::string, int> for_system = {};  // where one system differs
};

// How a flow stands, for consoles.
struct FlowState {
  std::string flow;
  std::string system;
  std::optional<Milliseconds> last_started;   // of any run, also before the hub's start
  std::optional<Milliseconds> running_since;  // null: not running
  std::optional<Milliseconds> next_start;     // null: nothing is planned
  std::string paused_because;                 // empty: not paused
  int failures = 0;                           // runs that ended in an error, in a row
  std::string last_message;
};

using DefinitionPointer = std::shared_ptr<const sync::FlowDefinition>;

// Not thread-safe. A flow that its file pauses is never started; `denied`, `misconfigured` and `unsupported` pause a
// flow until the configuration changes or a person asks. A restart reads the configuration anew, so it counts as a
// change.
class Agenda {
 public:
  explicit Agenda(Limits limits) : limits_(std::move(limits)) {}

  // Takes the flows of a configuration; those that were known before keep their times, lose their pause, and a run
  // that is under way goes on. `last_starts` gives what is known of flows from before; a planned run that was cut off
  // is due at once.
  void configure(const std::vector<DefinitionPointer>& flows, const std::map<std::string, LastStart>& last_starts,
                 Milliseconds now);

  // Marks the flow that should start now as running and gives it; null where none may.
  DefinitionPointer start_next(Milliseconds now);
  void finished(const std::string& flow, const RunResult& result, Milliseconds now);

  // The change feed moved.
  void changed(Milliseconds now);
  // A person asks for a run at once: neither window nor back-off holds it back, and an automatic pause ends. Says why
  // not where this cannot be: an unknown flow, or one that its file or a person pauses.
  std::optional<std::string> ask(const std::string& flow, Milliseconds now);

  // A person pauses the flow, saying why; empty: he lets it go on, which ends an automatic pause as well. Holds through
  // configure() until the next word. A run under way goes on.
  void hold(const std::string& flow, const std::string& why, Milliseconds now);

  // The earliest time at which something becomes ready that is not yet; null: only an event can change anything.
  std::optional<Milliseconds> next_wake(Milliseconds now) const;
  bool anything_to_start(Milliseconds now) const;
  std::vector<std::string> running() const;
  std::vector<FlowState> states(Milliseconds now) const;

 private:
  struct Entry {
    DefinitionPointer flow;
    Plan plan;
    Milliseconds served = 0;          // plan times up to here were run or counted in `owed`
    std::optional<Milliseconds> due;  // the plan's next time, with jitter
    bool due_noticed = false;         // `due` was seen to have come, so that waiting for a worker is not missing it
    int owed = 0;                     // further runs that make up for missed times
    std::optional<Milliseconds> asked_at;
    std::optional<Milliseconds> changed_at;
    std::optional<Milliseconds> retry_at;
    std::optional<Milliseconds> not_before;  // back-off: even planned times wait
    std::optional<Milliseconds> last_started;
    std::optional<Milliseconds> running_since;
    std::string paused_because;
    std::string held_because;  // by a person
    int failures = 0;
    std::string last_message;
    bool removed = false;  // no longer configured, kept until its run ends
  };

  static std::optional<Milliseconds> wanted_at(const Entry& entry);
  static std::optional<Milliseconds> ready_at(const Entry& entry, Milliseconds now);
  bool may_start(const Entry& entry, Milliseconds now) const;
  bool goes_first(const Entry& a, const Entry& b, Milliseconds now) const;
  int running_of(const std::string& system) const;
  static void first_plan(Entry& entry, const std::optional<LastStart>& last, Milliseconds now);
  static void plan_next(Entry& entry, Milliseconds now);
  static void notice_due(Entry& entry, Milliseconds now);
  static void react(Entry& entry, const RunResult& result, Milliseconds now);
  void start(Entry& entry, Milliseconds now);
  void heed_clock(Milliseconds now);

  Limits limits_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, Milliseconds> system_last_started_;
  Milliseconds seen_ = 0;  // the clock, when it was last shown
};

}  // namespace lt::schedule
