// When a flow's runs are due, as read from the `schedule` of its file.
#pragma once

#include "schedule/cron.hpp"
#include "schedule/time_zone.hpp"
#include "sync/flow_definition.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::schedule {

enum class Trigger { by_hand, every, cron, on_change, on_receive };

// What happens with times that passed while nothing could run (the hub was down, the flow's last run was long).
enum class Missed {
  run_once,  // one run makes up for all of them
  skip,      // none; wait for the next time
  run_all,   // one run each, `missed_at_most` of them
};

// The part of each local day in which runs may start; past midnight where `to` is before `from`. A run that is under
// way when it closes goes on.
struct Window {
  int from = 0;  // minutes since local midnight
  int to = 0;

  bool contains(Milliseconds instant, const TimeZone& zone) const;
  // `instant` itself where it is inside, else the next opening.
  Milliseconds first_inside(Milliseconds instant, const TimeZone& zone) const;
};

// Times that passed unserved, and the first one after them.
struct Owed {
  int runs = 0;
  std::optional<Milliseconds> next;
};

// A value; its functions of time are pure.
struct Plan {
  Trigger trigger = Trigger::by_hand;
  bool receives = false;  // beside its times, or alone as Trigger::on_receive
  Milliseconds every = 0;
  std::optional<Cron> cron;
  Milliseconds at_most_every = 0;  // on_change: between the starts of two runs
  std::shared_ptr<const TimeZone> zone;
  Missed missed = Missed::run_once;
  int missed_at_most = 24;
  std::optional<Window> window;
  int priority = 0;         // −100 … 100; the higher starts first
  Milliseconds jitter = 0;  // each start is put off by less than this, differently for each flow and time

  // Every fault becomes a violation at its line. A flow without a schedule is run by hand.
  static Plan read(const sync::FlowDefinition& flow);

  // The first due time later than `instant`, inside the window, without jitter; null for by_hand, on_change and
  // on_receive.
  std::optional<Milliseconds> next_after(Milliseconds instant) const;
  // The same, several in a row, as people are shown them.
  std::vector<Milliseconds> next_times(Milliseconds instant, std::size_t count) const;
  // What is owed at `now` when everything up to `served` was run. A time that passed less than a minute ago is not
  // missed but due.
  Owed owed(Milliseconds served, Milliseconds now) const;
  // In [0, jitter): the same for the same flow and time on every machine.
  Milliseconds jitter_of(const std::string& flow, Milliseconds due) const;
  // `instant`, or the window's next opening where it is outside.
  Milliseconds first_allowed(Milliseconds instant) const;
};

// In words for people, such as "02:00 từ thứ Hai đến thứ Sáu" and "at 02:00 from Monday to Friday".
model::Label describe(const Plan& plan);
// "21/11/2026 02:00" in the plan's zone.
std::string local_text(const Plan& plan, Milliseconds instant);

}  // namespace lt::schedule
