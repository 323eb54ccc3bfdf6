// A time zone by its IANA name, over ICU: local times of instants and instants of local times.
#pragma once

#include "base/clock.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lt::schedule {

// A local time written as milliseconds since 1970-01-01T00:00 of the same calendar, without any offset.
using LocalTime = Milliseconds;

// Immutable and shared; every member may be called from any thread.
class TimeZone {
 public:
  // Null where ICU knows no zone of this name.
  static std::shared_ptr<const TimeZone> find(const std::string& name);
  // Names near to a wrong one are looked for among these.
  static std::vector<std::string> names();

  virtual ~TimeZone() = default;
  virtual const std::string& name() const = 0;
  virtual Milliseconds offset_at(Milliseconds instant) const = 0;  // local − UTC

  LocalTime local(Milliseconds instant) const { return instant + offset_at(instant); }

  // The instants at which clocks of the zone show `time`, in order: one; none where it falls into the gap of a change
  // forward; two where a change backward repeats it.
  std::vector<Milliseconds> instants(LocalTime time) const;
  // The first instant at which clocks show `time` or, where no clock ever does, a later time.
  Milliseconds first_at_or_past(LocalTime time) const;
  // True where the offset does not change within the local day that begins at `midnight`, nor near its ends.
  bool is_steady(LocalTime midnight) const;
};

}  // namespace lt::schedule
