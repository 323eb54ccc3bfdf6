// A disk that answers nobody for seconds, and one that is slow at everything.
#include "chaos/comparison.hpp"
#include "chaos/temporary_disk.hpp"
#include "chaos/watching.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

constexpr int hangs = 4;
constexpr milliseconds of_a_hang(2'000);

// Whoever writes waits for most of the time.
class Slowness {
 public:
  explicit Slowness(const TemporaryDisk& disk)
      : thread_([&disk](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            {
              const Hang hang(disk);
              std::this_thread::sleep_for(milliseconds(60));
            }
            std::this_thread::sleep_for(milliseconds(20));
          }
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace

TEST_CASE("a hub whose disk hangs for seconds waits, goes on, and loses nothing") {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  std::mt19937_64 random = seeded();
  peace();
  Province province(Keeping::in_a_file);
  DiskOfHub disk(province);
  province.take_time(milliseconds(100));
  Child serving = serve(province.hub());
  for (int each = 0; each < hangs; ++each) {
    serves_for(serving, moment_within(random, milliseconds(500)));
    const Hang hang(disk);
    serves_for(serving, of_a_hang);
  }
  province.clear_faults();
  serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
  stop(serving);
  finish(province.hub());
  check_nothing_lost(province);
}

TEST_CASE("a hub whose disk is slow takes longer, and loses nothing") {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  peace();
  Province province(Keeping::in_a_file);
  DiskOfHub disk(province);
  province.take_time(milliseconds(0));
  {
    const Slowness slowness(disk);
    Child serving = serve(province.hub());
    serves_until(serving, "the app holds everything", [&] { return province.held() == peace().held; });
    stop(serving);
  }
  finish(province.hub());
  check_nothing_lost(province);
}
