// The network between hub and partners: lost with connections half open, cut in the middle of things, and slow.
#include "chaos/comparison.hpp"
#include "chaos/relay.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

constexpr int cuts = 6;
constexpr milliseconds longest_between(400);
constexpr milliseconds of_a_delay(150);
// What a hub says of an exchange that has had all of its 60 s.
constexpr const char* gave_up = "time is up while";
constexpr std::chrono::seconds patience(100);

}  // namespace

TEST_CASE("a hub whose network is lost, cut and slow gives up in time, goes on by itself, and loses nothing") {
  std::mt19937_64 random = seeded();
  peace();
  Province province;
  Relay portal(province.hub().twins().port("portal"));
  Relay app(province.hub().twins().port("app"));
  province.take_time(milliseconds(100));
  province.readdress("national_vaccination", province.hub().twins_url("portal"), portal.url());
  province.readdress("smart_thanh_hoa", province.hub().twins_url("app"), app.url());
  Child serving = serve(province.hub());

  for (int cut = 0; cut < cuts; ++cut) {
    serves_for(serving, moment_within(random, longest_between));
    (cut % 2 == 0 ? app : portal).cut();
  }
  const auto asked = province.pages_asked_for();
  serves_until(serving, "it asks again", [&] { return province.pages_asked_for() > asked; });

  const int before = times_said(serving, gave_up);
  portal.freeze();
  app.freeze();
  serves_until(
      serving, "it gives up a partner that is silent", [&] { return times_said(serving, gave_up) > before; }, patience);
  portal.cut();
  app.cut();
  portal.thaw();
  app.thaw();

  portal.delay(of_a_delay);
  app.delay(of_a_delay);
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}
