// Adds up the stretches between the ends of runs.
#include "report/availability.hpp"

#include <algorithm>

namespace lt::report {
namespace {

using Length = std::optional<Milliseconds>;

Length larger(Length a, Length b) { return a || b ? Length(std::max(a.value_or(0), b.value_or(0))) : Length(); }

}  // namespace

Availability& Availability::operator+=(const Availability& other) {
  measured += other.measured;
  available += other.available;
  promised += other.promised;
  on_time += other.on_time;
  longest_gap = larger(longest_gap, other.longest_gap);
  return *this;
}

AvailabilityMeter::AvailabilityMeter(Period period, Milliseconds fresh_within, bool receives,
                                     std::span<const Period> outages)
    : outages_(outages), period_(period), fresh_within_(fresh_within), receives_(receives), cursor_(period.from) {}

Milliseconds AvailabilityMeter::out_of_service(Milliseconds from, Milliseconds to) const {
  Milliseconds sum = 0;
  for (const Period& outage : outages_)
    sum += std::max<Milliseconds>(0, std::min(outage.to, to) - std::max(outage.from, from));
  return sum;
}

void AvailabilityMeter::advance(Milliseconds to) {
  const Milliseconds end = std::clamp(to, cursor_, std::max(cursor_, period_.to));
  if (up_) {
    sum_.measured += end - cursor_;
    if (*up_) sum_.available += end - cursor_ - out_of_service(cursor_, end);
    if (fresh_within_ > 0) sum_.promised += end - cursor_;
    if (fresh_within_ > 0 && last_success_)
      sum_.on_time += std::clamp<Milliseconds>(*last_success_ + fresh_within_ - cursor_, 0, end - cursor_);
  }
  cursor_ = end;
}

void AvailabilityMeter::close_gap(Milliseconds at) {
  if (last_success_ && at > period_.from) {
    sum_.longest_gap = larger(sum_.longest_gap, std::max<Milliseconds>(0, std::min(at, period_.to) - *last_success_));
  }
}

void AvailabilityMeter::ended(Milliseconds at, store::RunState state) {
  const bool good = state == store::RunState::succeeded;
  const bool bad = state == store::RunState::failed || (state == store::RunState::interrupted && !receives_);
  if (!good && !bad) return;
  advance(at);
  if (good) {
    close_gap(at);
    last_success_ = at;
  }
  up_ = good;
}

Availability AvailabilityMeter::result() {
  advance(period_.to);
  close_gap(period_.to);
  return sum_;
}

}  // namespace lt::report
