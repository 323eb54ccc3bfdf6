// kill -9 at random moments of first syncs, from a seed.
#include "chaos/comparison.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

// A sync takes its forty pages four seconds or more, and ten lives are at most four seconds together.
constexpr int kills_a_sync = 10;
constexpr milliseconds of_a_page(100);
constexpr milliseconds longest_life(400);
static_assert(kills_a_sync * longest_life <= records / page * of_a_page);

int kills_wanted() {
  const char* given = std::getenv("LT_CHAOS_KILLS");
  return given ? std::atoi(given) : 30;
}

// One life in ten ends while the program starts, the others while it serves.
void live_and_be_killed(const lt::scenario::Installation& hub, std::mt19937_64& random) {
  const bool starting = std::uniform_int_distribution<int>(1, 10)(random) == 1;
  Child serving = starting ? hub.start({"serve"}) : serve(hub);
  serves_for(serving, moment_within(random, longest_life));
  kill_now(serving);
}

}  // namespace

TEST_CASE("a hub killed at any moment, again and again, loses nothing and tells nobody anything twice") {
  const int wanted = kills_wanted();
  REQUIRE(wanted > 0);
  std::mt19937_64 random = seeded();
  peace();
  Province province;
  for (int kill = 1; kill <= wanted; ++kill) {
    INFO("kill " << kill << " of " << wanted);
    if (kill % kills_a_sync == 1) {
      if (kill > 1) province.begin_again();
      province.take_time(of_a_page);
    }
    live_and_be_killed(province.hub(), random);
    if (kill % kills_a_sync != 0 && kill != wanted) continue;
    if (province.counted("portal_injections", "/runs/succeeded") > 0)
      WARN("the first sync has ended before kill " << kill << ": this machine is slow to kill");
    province.clear_faults();
    finish(province.hub());
    check_nothing_lost(province);
  }
}
