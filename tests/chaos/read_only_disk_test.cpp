// A disk that fails under a serving hub, so that the kernel lets nobody write any more.
#include "chaos/comparison.hpp"
#include "chaos/temporary_disk.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

TEST_CASE("a hub whose disk became read-only says so, and goes on when it may write again") {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  peace();
  Province province(Keeping::in_a_file);
  DiskOfHub disk(province);
  if (!disk.can_fail()) skip("this kernel has no trigger_fs_error, so no disk fails on demand");
  province.take_time(milliseconds(100));
  {
    Child serving = serve(province.hub());
    serves_until(serving, "something is stored",
                 [&] { return province.counted("portal_injections", "/counts/read") > 0; });
    disk.sync();  // what was written to memory that stands for a file must be asked for anew
    disk.fail();
    serves_until(serving, "it says that it cannot write",
                 [&] { return times_said(serving, "lienthong.db: cannot") > 0; });
    kill_now(serving);
  }
  // What a person reads who runs a flow by hand: not that all is well.
  const auto refused = province.hub().run({"run", "portal_injections"});
  INFO(refused.out << refused.err);
  CHECK(refused.exit_code != 0);
  CHECK(refused.exit_code != 5);
  disk.mount_again();
  province.clear_faults();
  finish(province.hub());
  check_nothing_lost(province);
}
