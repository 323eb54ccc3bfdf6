// How much of a period a flow was up, and how much of it its data were as fresh as promised.
#pragma once

#include "base/clock.hpp"
#include "store/ledger.hpp"

#include <optional>
#include <span>

namespace lt::report {

struct Period {
  Milliseconds from = 0;  // runs that began at or after
  Milliseconds to = 0;    // and before
};

// Lengths of time within a period. Nothing is measured before the first run that is known of.
struct Availability {
  Milliseconds measured = 0;
  Milliseconds available = 0;               // a hub served, and the run that ended last had gone through
  Milliseconds promised = 0;                // of what was measured, that under a promise of freshness
  Milliseconds on_time = 0;                 // of that, while the last success was not older than promised
  std::optional<Milliseconds> longest_gap;  // between two successes, or since the last one; null without any

  Availability& operator+=(const Availability& other);
};

// Fed with the ends of runs in their order, those before the period first.
class AvailabilityMeter {
 public:
  // `fresh_within` 0: no promise. `receives`: being cut off is no fault, as the source sends again by itself.
  // `outages`: when no hub served, in order; they outlive the meter.
  AvailabilityMeter(Period period, Milliseconds fresh_within, bool receives, std::span<const Period> outages = {});
  void ended(Milliseconds at, store::RunState state);
  // What was measured until the period's end.
  Availability result();

 private:
  void advance(Milliseconds to);
  void close_gap(Milliseconds at);
  Milliseconds out_of_service(Milliseconds from, Milliseconds to) const;

  std::span<const Period> outages_;
  Period period_;
  Milliseconds fresh_within_;
  bool receives_;
  Milliseconds cursor_;
  std::optional<bool> up_;
  std::optional<Milliseconds> last_success_;
  Availability sum_;
};

}  // namespace lt::report
