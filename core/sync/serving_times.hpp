// When hubs have served: kept in the store, so that a report can tell when nobody did.
#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace lt::sync {

// From and to, in order.
struct Stretch {
  Milliseconds from = 0;
  Milliseconds to = 0;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Shorter interruptions, as of a restart, are not told apart from service.
inline constexpr Milliseconds shortest_outage = 180'000;

// Used by one thread. Hubs that share a store write one record of it together.
class ServingTimes {
 public:
  ServingTimes(store::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Writes once a minute that a hub serves. Throws Error of the store.
  void look_at_the_clock();
  // Writes it now, at the begin and the end of service.
  void note();

 private:
  store::Store& store_;
  const Clock& clock_;
  Milliseconds next_ = 0;
};

// When no hub served between `from` and `to`, the earliest first; nothing is known before the first hub that kept it.
// Null where none has within that time or before.
std::optional<std::vector<Stretch>> outages(store::Reader& reader, Milliseconds from, Milliseconds to);

}  // namespace lt::sync
