// The store's server: silent behind an open connection, its connections cut, stopped where it stands, and gone.
#include "chaos/comparison.hpp"
#include "chaos/relay.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

// Longer than the hub's second between two looks at the store, so that it is met in whatever it does.
constexpr milliseconds of_silence(2'500);

struct Trouble {
  const char* name;
  void (*befall)(Child&, Relay&, lt::test_databases::PostgresServer&);
};

constexpr Trouble troubles[] = {
    {"the network is lost and comes back",
     [](Child& serving, Relay& wire, auto&) {
       wire.freeze();
       serves_for(serving, of_silence);
       wire.thaw();
     }},
    {"the network is lost and the connections are reset",
     [](Child& serving, Relay& wire, auto&) {
       wire.freeze();
       serves_for(serving, of_silence);
       wire.cut();
       wire.thaw();
     }},
    {"the server is stopped where it stands, and wakes",
     [](Child& serving, Relay&, auto& server) {
       server.freeze();
       serves_for(serving, of_silence);
       server.thaw();
     }},
    {"the server is stopped where it stands, and restarted",
     [](Child& serving, Relay&, auto& server) {
       const int before = times_said(serving, "the store answers again");
       server.freeze();
       serves_for(serving, of_silence);
       server.kill();
       serves_until(serving, "it misses the store",
                    [&] { return times_said(serving, "the store does not answer and is asked again") > before; });
       server.start();
       serves_until(serving, "it has the store again",
                    [&] { return times_said(serving, "the store answers again") > before; });
     }},
};

}  // namespace

TEST_CASE("a hub whose database server falls silent, is cut off or restarts goes on by itself and loses nothing") {
  if (!on_server()) skip("LT_TEST_STORE=postgresql is not set: there is no server to disturb");
  Province province;
  peace();
  Relay wire(static_cast<std::uint16_t>(province.server().port()));
  province.reach_store_by({wire.port()});
  province.take_time(milliseconds(200));
  Child serving = serve(province.hub());
  for (const auto& [name, befall] : troubles) {
    INFO(name);
    const auto asked = province.pages_asked_for();
    serves_until(serving, "another page was asked for", [&] { return province.pages_asked_for() > asked; });
    befall(serving, wire, province.server());
  }
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}

TEST_CASE("a hub whose database server is lost goes on with the one that followed it and loses nothing") {
  if (!on_server()) skip("LT_TEST_STORE=postgresql is not set: there is no server to lose");
  Province province;
  peace();
  const auto follower = province.server().standby();
  province.reach_store_by({province.server().port(), follower->port()});
  province.take_time(milliseconds(200));
  Child serving = serve(province.hub());
  serves_until(serving, "both ways go", [&] { return province.held() > 0 && province.pages_asked_for() > 3; });
  province.server().kill();
  serves_until(serving, "it misses the store", [&] { return times_said(serving, "the store does not answer") > 0; });
  follower->promote();
  serves_until(serving, "it has the store again", [&] { return times_said(serving, "the store answers again") > 0; });
  CHECK(province.held() < peace().held);  // there is something left to lose
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}
