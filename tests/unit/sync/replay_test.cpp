// Promises of replaying dead letters.
#include "sync/replay.hpp"

#include "fake_system.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::store::LetterState;

namespace {

constexpr const char* bad_page = R"({"items":[{"id":"7","number":"7"}]})";

}  // namespace

TEST_CASE("a mended record is stored, its letter is closed, and the same bad bytes again change nothing") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const auto letters = world.letters();
  REQUIRE(letters.size() == 1);
  const std::array replays{Replay{letters[0], R"({"id":"7","number":"7","name":"Giang"})"}};
  const RunResult result = replay_in(world.in_definition, world.in_mapping(), replays, world.store(), world.clock);
  CHECK(result.counts.created == 1);
  CHECK(world.letters().empty());
  CHECK(world.letters(LetterState::replayed).size() == 1);

  const RunResult again = world.read({.from_the_start = true});
  CHECK(again.counts.unchanged == 1);
  CHECK(again.counts.dead == 0);
  CHECK(world.dump().find("GIANG") != std::string::npos);
}

TEST_CASE("a mended record that is still refused changes nothing and says why") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const std::array replays{Replay{world.letters()[0], R"({"id":"7","name":"Giang"})"}};
  CHECK_THROWS_WITH(replay_in(world.in_definition, world.in_mapping(), replays, world.store(), world.clock),
                    Catch::Contains("still refused"));
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].payload == R"({"id":"7","number":"7"})");
}

TEST_CASE("a letter replayed as it is stays a letter where the mapping still refuses it") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const std::array replays{Replay{world.letters()[0], std::nullopt}};
  const RunResult result = replay_in(world.in_definition, world.in_mapping(), replays, world.store(), world.clock);
  CHECK(result.counts.dead == 1);
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].times_seen == 2);
}
