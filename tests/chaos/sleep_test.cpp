// SIGSTOP for longer than every time-out of the hub, while a page is awaited and a batch is not answered yet; and wake.
#include "chaos/comparison.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {
// An HTTP exchange has 60 s, a connection 10 s, the lock of a file 30 s, a silent database 60 s.
constexpr std::chrono::seconds longer_than_all(65);
}  // namespace

TEST_CASE("a hub that was stopped for longer than every time-out goes on and loses nothing") {
  peace();
  Province province;
  province.take_time(milliseconds(100));
  province.fault("app", "slow;ms=300");
  Child serving = serve(province.hub());
  serves_until(serving, "a page is awaited and a batch is on its way",
               [&] { return province.held() > 0 && province.pages_asked_for() > 0; });
  const auto asked = province.pages_asked_for();
  serving.signal(SIGSTOP);
  serves_for(serving, longer_than_all);
  CHECK(province.pages_asked_for() <= asked + 1);  // it did stop; one may have been on its way
  province.clear_faults();
  serving.signal(SIGCONT);
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}
