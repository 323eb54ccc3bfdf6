// The power goes at random moments: whatever was not synced to the disk is gone, and with it the hub, or the database
// server beside it.
#include "chaos/comparison.hpp"
#include "chaos/temporary_disk.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::at;
using lt::scenario::Child;
using lt::test_databases::PostgresServer;
using std::chrono::milliseconds;

namespace {
constexpr int cuts = 8;
constexpr milliseconds longest_life(450);
static_assert(cuts * longest_life <= records / page * milliseconds(100));
constexpr int cuts_of_server = 4;
}  // namespace

TEST_CASE("what a hub has told anybody survives a power cut at any moment") {
  if (on_server()) return;
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
      end_now(serving);
    }
    disk.mount_again();
    CHECK(at(province.hub().ask({"store", "check"}, 0), "/problems").as_array().empty());
  }
  province.clear_faults();
  finish(province.hub());
  check_nothing_lost(province);
}

TEST_CASE("what a hub has told anybody survives power cuts of its database server while it serves") {
  if (!on_server()) return;
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  std::mt19937_64 random = seeded();
  peace();
  TemporaryDisk disk(512);
  const auto server = PostgresServer::synced(disk.folder());
  Province province(*server);
  disk.sync();
  province.take_time(milliseconds(200));
  Child serving = serve(province.hub());
  for (int cut = 1; cut <= cuts_of_server; ++cut) {
    INFO("cut " << cut << " of " << cuts_of_server);
    const auto asked = province.pages_asked_for();
    serves_until(serving, "another page was asked for", [&] { return province.pages_asked_for() > asked; });
    serves_for(serving, moment_within(random, milliseconds(500)));
    disk.cut_power();
    server->kill();
    disk.mount_again();
    server->start();
  }
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}
