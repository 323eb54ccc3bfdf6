// Promises of remembering when hubs served.
#include "sync/serving_times.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <string>

using lt::hour_ms;
using lt::Milliseconds;
using lt::minute_ms;
using lt::sync::outages;
using lt::sync::ServingTimes;
using lt::sync::Stretch;
namespace store = lt::store;

namespace {

constexpr Milliseconds begin = 1'795'219'200'000;

struct Serving {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("lienthong_serving_times_" + std::to_string(::getpid()));
  lt::Violations violations;
  lt::model::Model model;
  lt::FixedClock clock{begin};

  Serving() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "model");
    model = lt::model::Model::load(folder / "model", violations);
  }
  ~Serving() { std::filesystem::remove_all(folder); }

  store::Store open() const {
    store::Options options;
    options.path = folder / "hub.db";
    return store::Store::open(options, model, clock);
  }
};

}  // namespace

TEST_CASE("the time between the last word of one hub and the first of the next is an outage, a restart is none") {
  Serving world;
  store::Store opened = world.open();
  store::Reader reader = opened.reader();
  CHECK_FALSE(outages(reader, begin, begin + hour_ms).has_value());
  ServingTimes first(opened, world.clock);
  first.note();
  for (int i = 0; i < 50; ++i) {
    world.clock.advance(10'000);
    first.look_at_the_clock();
  }
  const Milliseconds ended = world.clock.now() - 20'000;  // the last whole minute
  world.clock.advance(2 * hour_ms);                       // killed: nothing said farewell
  ServingTimes second(opened, world.clock);
  second.note();
  const Milliseconds began = world.clock.now();
  world.clock.advance(2 * minute_ms);  // a restart
  ServingTimes third(opened, world.clock);
  third.note();
  store::Reader now = opened.reader();
  CHECK(outages(now, begin - hour_ms, world.clock.now()) == std::vector<Stretch>{{ended, began}});
  CHECK(outages(now, began - minute_ms, world.clock.now()) == std::vector<Stretch>{{began - minute_ms, began}});
  CHECK(outages(now, begin, ended)->empty());
  CHECK(outages(now, began, world.clock.now() + hour_ms) ==
        std::vector<Stretch>{{world.clock.now(), world.clock.now() + hour_ms}});
  CHECK_FALSE(outages(now, begin - 2 * hour_ms, begin - hour_ms).has_value());
}
