// The power goes at random moments: whatever was not synced to the disk is gone, and the hub with it.
#include "chaos/comparison.hpp"
#include "chaos/temporary_disk.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace lt::chaos;
using lt::scenario::at;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {
constexpr int cuts = 8;
constexpr milliseconds longest_life(450);
static_assert(cuts * longest_life <= records / page * milliseconds(100));
}  // namespace

TEST_CASE("what a hub has told anybody survives a power cut at any moment") {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  std::mt19937_64 random = seeded();
  peace();
  Province province(Keeping::in_a_file);
  DiskOfHub disk(province);
  province.take_time(milliseconds(100));
  for (int cut = 1; cut <= cuts; ++cut) {
    INFO("cut " << cut << " of " << cuts);
    {
      Child serving = serve(province.hub());
      serves_for(serving, moment_within(random, longest_life));
      disk.cut_power();
      serving.signal(SIGKILL);  // which may find it ended by SIGBUS already, at a page that has no disk
      serving.must_end(std::chrono::seconds(10));
    }
    disk.mount_again();
    CHECK(at(province.hub().ask({"store", "check"}, 0), "/problems").as_array().empty());
  }
  province.clear_faults();
  finish(province.hub());
  check_nothing_lost(province);
}
