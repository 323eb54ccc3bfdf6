// A hub whose clock is set an hour on, two hours back, and over midnight while it serves.
#include "chaos/comparison.hpp"
#include "chaos/moved_clock.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

constexpr lt::Milliseconds hour = 3'600'000;
constexpr lt::Milliseconds day = 24 * hour;

// How far ahead the next midnight of Viet Nam (UTC+7) is, less a second.
lt::Milliseconds just_before_midnight() {
  const lt::Milliseconds of_today = (lt::SystemClock().now() + 7 * hour) % day;
  return day - of_today - 1'000;
}

std::int64_t accepted(Province& province) {
  return lt::scenario::number(province.hub().twin_state("app"), "/accepted");
}

}  // namespace

TEST_CASE("a hub whose clock jumps goes on at once, whichever way it jumped, and loses nothing") {
  peace();
  Province province;
  ClockFile clock(province.hub().folder() / "clock");
  province.hub().use_program(LT_MOVED_CLOCK_PROGRAM);
  province.take_time(milliseconds(500));
  Child serving = serve(province.hub());
  for (const lt::Milliseconds ahead : {hour, -hour, just_before_midnight(), lt::Milliseconds{0}}) {
    INFO("the clock is " << ahead << " ms ahead");
    const auto asked = province.pages_asked_for();
    const auto held = province.held();
    clock.set_ahead(ahead);
    serves_until(
        serving, "both ways go on", [&] { return province.pages_asked_for() > asked + 3 && province.held() > held; },
        std::chrono::seconds(45));
  }
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);

  finish(province.hub());
  check_nothing_lost(province);

  // The clock went back while the hub was down, and what changes then is told at once all the same.
  clock.set_ahead(-hour);
  province.hub().twins().advance();
  Child again = serve(province.hub());
  const auto received = accepted(province);
  province.hub().run({"run", "portal_injections"});
  serves_until(
      again, "the app is told of what changed", [&] { return accepted(province) > received; },
      std::chrono::seconds(45));
  stop(again);
}
