// Promises of when something that ended badly is tried again.
#include "plugin_host/breaker.hpp"

#include <catch2/catch.hpp>

using lt::plugin_host::Breaker;
using std::chrono::milliseconds;

TEST_CASE("each bad end in a row doubles the pause, and a good one forgets them") {
  const Breaker::Time now{};
  Breaker breaker;
  CHECK(breaker.pause(now).count() == 0);
  for (const int expected : {250, 500, 1'000, 2'000}) {
    breaker.failed(now);
    CHECK(breaker.pause(now).count() == expected);
  }
  CHECK(breaker.pause(now + milliseconds(1'500)).count() == 500);
  CHECK(breaker.pause(now + milliseconds(2'000)).count() == 0);
  breaker.worked();
  CHECK(breaker.pause(now).count() == 0);
  breaker.failed(now);
  CHECK(breaker.pause(now).count() == 250);
}

TEST_CASE("after five bad ends in a row the breaker is open, and one good try closes it") {
  const Breaker::Time now{};
  Breaker breaker;
  for (int i = 0; i < 4; ++i) breaker.failed(now);
  CHECK_FALSE(breaker.is_open());
  breaker.failed(now);
  CHECK(breaker.is_open());
  CHECK(breaker.pause(now) == Breaker::open_pause);
  CHECK(breaker.pause(now + Breaker::open_pause).count() == 0);
  breaker.failed(now + Breaker::open_pause);
  CHECK(breaker.pause(now + Breaker::open_pause) == Breaker::open_pause);
  breaker.worked();
  CHECK_FALSE(breaker.is_open());
}
