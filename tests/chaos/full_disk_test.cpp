// A disk that is full under a serving hub, again and again, and has room again.
#include "chaos/comparison.hpp"
#include "chaos/temporary_disk.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {
constexpr int times_full = 3;
constexpr const char* says_so = "is full: free space";
}  // namespace

TEST_CASE("a hub whose disk is full says so, goes on by itself when there is room, and loses nothing") {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  peace();
  Province province(Keeping::in_a_file);
  DiskOfHub disk(province);
  province.take_time(milliseconds(200));
  Child serving = serve(province.hub());
  for (int time = 0; time < times_full; ++time) {
    const auto asked = province.pages_asked_for();
    serves_until(serving, "more pages came", [&] { return province.pages_asked_for() > asked + 3; });
    disk.fill();
    const int said = times_said(serving, says_so);
    serves_until(serving, "it says that the disk is full", [&] { return times_said(serving, says_so) > said; });
    disk.make_room();
  }
  serves_until(serving, "a run of the portal's ends well",
               [&] { return province.counted("portal_injections", "/runs/succeeded") > 0; });
  stop(serving);
  province.clear_faults();
  finish(province.hub());
  check_nothing_lost(province);
}
