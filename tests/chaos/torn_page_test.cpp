// kill -9 at random moments, and pages half written: behind the log, at its end, and in the store itself.
#include "chaos/comparison.hpp"
#include "chaos/watching.hpp"
#include "chaos/write_ahead_log.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::at;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

constexpr int kills = 9;
constexpr milliseconds longest_life(400);
static_assert(kills * longest_life <= records / page * milliseconds(100));

struct Tear {
  const char* what;
  void (WriteAheadLog::*tear)() const;
};
constexpr Tear tears[] = {{"behind the log's end", &WriteAheadLog::tear_what_came_after},
                          {"of the last transaction", &WriteAheadLog::tear_last_transaction},
                          {"of the store, as by a checkpoint", &WriteAheadLog::tear_pages_of_store}};

}  // namespace

TEST_CASE("pages that a kill left half written cost one transaction at most, which is done again") {
  std::mt19937_64 random = seeded();
  peace();
  Province province(Keeping::in_a_file);
  province.take_time(milliseconds(100));
  std::size_t torn = 0;
  for (int kill = 0; kill < kills; ++kill) {
    const auto& [what, tear] = tears[static_cast<std::size_t>(kill) % std::size(tears)];
    INFO("kill " << kill + 1 << " of " << kills << ", a page torn " << what);
    {
      Child serving = serve(province.hub());
      serves_for(serving, moment_within(random, longest_life));
      kill_now(serving);
    }
    const WriteAheadLog log(province.store_file());
    if (!log.frames().empty()) ++torn;
    (log.*tear)();
    CHECK(at(province.hub().ask({"store", "check"}, 0), "/problems").as_array().empty());
  }
  CHECK(torn > kills / 2);
  province.clear_faults();
  finish(province.hub());
  check_nothing_lost(province);
}
