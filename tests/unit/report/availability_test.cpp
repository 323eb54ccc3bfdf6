// Promises of measuring how long a flow was up and its data fresh.
#include "report/availability.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>

using namespace lt::report;
using lt::store::RunState;

namespace {

constexpr Period ten_hours{100 * hour, 110 * hour};

AvailabilityMeter meter(lt::Milliseconds fresh_within = 0, bool receives = false) {
  return {ten_hours, fresh_within, receives};
}

}  // namespace

TEST_CASE("a flow is up from a run that went through until one that did not") {
  auto up = meter();
  up.ended(100 * hour, RunState::succeeded);
  up.ended(104 * hour, RunState::failed);
  up.ended(105 * hour, RunState::failed);
  up.ended(107 * hour, RunState::succeeded);
  CHECK(up.result().measured == 10 * hour);
  CHECK(up.result().available == 7 * hour);
  CHECK(up.result().promised == 0);
}

TEST_CASE("nothing is measured before the first run, and a run from before the period counts from its begin") {
  auto late = meter();
  late.ended(106 * hour, RunState::succeeded);
  CHECK(late.result().measured == 4 * hour);
  auto before = meter();
  before.ended(40 * hour, RunState::failed);
  CHECK(before.result().measured == 10 * hour);
  CHECK(before.result().available == 0);
  CHECK(meter().result().measured == 0);
}

TEST_CASE("data are on time while the last success is not older than promised, also one from before the period") {
  auto fresh = meter(2 * hour);
  fresh.ended(99 * hour, RunState::succeeded);   // fresh until 101
  fresh.ended(103 * hour, RunState::failed);     // still not fresh
  fresh.ended(104 * hour, RunState::succeeded);  // until 106
  fresh.ended(105 * hour, RunState::succeeded);  // until 107
  fresh.ended(109 * hour, RunState::succeeded);  // until the end
  const Availability share = fresh.result();
  CHECK(share.promised == 10 * hour);
  CHECK(share.on_time == 1 * hour + 3 * hour + 1 * hour);
  CHECK(share.longest_gap == 5 * hour);
}

TEST_CASE("being cut off is a failure only where the source does not send again by itself") {
  for (const bool receives : {false, true}) {
    auto cut = meter(0, receives);
    cut.ended(100 * hour, RunState::succeeded);
    cut.ended(105 * hour, RunState::interrupted);
    CHECK(cut.result().available == (receives ? 10 : 5) * hour);
  }
  auto cancelled = meter();
  cancelled.ended(100 * hour, RunState::succeeded);
  cancelled.ended(105 * hour, RunState::cancelled);
  CHECK(cancelled.result().available == 10 * hour);
}

TEST_CASE("a run that began in the period and ended behind it changes nothing within it") {
  auto over = meter(hour);
  over.ended(100 * hour, RunState::failed);
  over.ended(111 * hour, RunState::succeeded);
  CHECK(over.result().measured == 10 * hour);
  CHECK(over.result().available == 0);
  CHECK(over.result().on_time == 0);
}

TEST_CASE("time in which no hub served is measured and never counts as available") {
  const std::vector<Period> outages = {{90 * hour, 101 * hour}, {103 * hour, 105 * hour}, {109 * hour, 120 * hour}};
  AvailabilityMeter down(ten_hours, 2 * hour, false, outages);
  down.ended(100 * hour, RunState::succeeded);
  down.ended(104 * hour, RunState::failed);  // of which an hour was in the second outage
  down.ended(106 * hour, RunState::succeeded);
  const Availability share = down.result();
  CHECK(share.measured == 10 * hour);
  CHECK(share.available == (1 + 1 + 1) * hour - hour + 3 * hour);  // 101 to 103, and 106 to 109
  CHECK(share.on_time == 4 * hour);                                // how old data are does not ask why
}
