// Promises of replaying dead letters.
#include "sync/replay.hpp"

#include "fake_system.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::store::LetterState;

namespace {

constexpr const char* bad_page = R"({"items":[{"id":"7","number":"7"}]})";

// The letters one after the other, as replay_in() asks for them.
NextLetters all_of(std::vector<lt::store::DeadLetter> letters) {
  return [left = std::move(letters)](std::size_t most) mutable {
    const auto end = left.begin() + static_cast<std::ptrdiff_t>(std::min(most, left.size()));
    std::vector<lt::store::DeadLetter> next(left.begin(), end);
    left.erase(left.begin(), end);
    return next;
  };
}

RunResult replay(World& world, const std::vector<lt::store::DeadLetter>& letters, const Pace& pace = {}) {
  return replay_in(world.in_definition, world.in_mapping(), all_of(letters), world.store(), pace);
}

lt::store::DeadLetter mended(lt::store::DeadLetter letter, const std::string& record) {
  letter.mended = record;
  return letter;
}

}  // namespace

TEST_CASE("a mended record is stored, its letter is closed, and the same bad bytes again change nothing") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const auto letters = world.letters();
  REQUIRE(letters.size() == 1);
  const RunResult result = replay(world, {mended(letters[0], R"({"id":"7","number":"7","name":"Giang"})")});
  CHECK(result.counts.created == 1);
  CHECK(world.letters().empty());
  CHECK(world.letters(LetterState::replayed).size() == 1);

  const RunResult again = world.read({.from_the_start = true});
  CHECK(again.counts.unchanged == 1);
  CHECK(again.counts.dead == 0);
  CHECK(world.dump().find("GIANG") != std::string::npos);
}

TEST_CASE("a mended record is judged by today's mapping before it goes anywhere") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const auto letter = world.letters()[0];
  const auto refused = judge(world.in_mapping(), letter, R"({"id":"7","name":"Giang"})");
  CHECK(refused.outcome == lt::mapping::Outcome::dead);
  CHECK_FALSE(refused.reasons.empty());
  const auto taken = judge(world.in_mapping(), letter, R"({"id":"7","number":"7","name":"Giang"})");
  CHECK(taken.outcome == lt::mapping::Outcome::mapped);
  CHECK(world.letters().size() == 1);
}

TEST_CASE("a mended record that is still refused waits on with what was made of it and what came") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  {
    auto transaction = world.store().begin();
    transaction.mend_dead_letter(world.letters()[0].id, R"({"id":"7","name":"Giang"})", "lan");
    transaction.commit();
  }
  CHECK(replay(world, world.letters()).counts.dead == 1);
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].payload == R"({"id":"7","number":"7"})");
  CHECK(world.letters()[0].mended == R"({"id":"7","name":"Giang"})");
}

TEST_CASE("a letter replayed as it is stays a letter where the mapping still refuses it") {
  World world;
  world.system.pages = {bad_page};
  world.read();
  const RunResult result = replay(world, world.letters());
  CHECK(result.counts.dead == 1);
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].times_seen == 2);
}

TEST_CASE("many letters go in one run, in their order, stretch by stretch, never faster than the pace") {
  World world;
  std::string page;
  for (int i = 0; i < 25; ++i) page += (i ? "," : "") + std::string(R"({"id":")") + std::to_string(i) + "\"}";
  world.system.pages = {R"({"items":[)" + page + "]}"};
  world.read();
  std::vector<lt::store::DeadLetter> letters;
  for (auto& letter : world.letters())
    letters.push_back(mended(letter, R"({"id":")" + letter.key + R"(","number":"1","name":"N)" + letter.key + "\"}"));
  REQUIRE(letters.size() == 25);
  std::vector<long> waits;
  const Pace pace{10, [&](std::chrono::milliseconds time) { waits.push_back(time.count()); }};
  const RunResult result = replay(world, letters, pace);
  CHECK(result.counts.read == 25);
  CHECK(result.counts.created == 1);
  CHECK(result.counts.balanced(lt::store::Direction::in));
  CHECK(waits == std::vector<long>{1'000, 1'000});
  CHECK(world.letters().empty());
}

TEST_CASE("whatever the order of replaying, the newest word is that of the record that came last") {
  World world;
  const auto come = [&](const std::string& page) {
    world.system.pages = {page};
    world.read({.from_the_start = true});
    world.clock.advance(60'000);
  };
  come(R"({"items":[{"id":"a"}]})");
  come(R"({"items":[{"id":"b"}]})");
  const auto letters = world.letters();
  REQUIRE(letters.size() == 2);
  const auto of_person_1 = [](const lt::store::DeadLetter& letter, const std::string& name) {
    return mended(letter, R"({"id":")" + letter.key + R"(","number":"1","name":")" + name + "\"}");
  };
  replay(world, {of_person_1(letters[1], "Second")});
  replay(world, {of_person_1(letters[0], "First")});
  CHECK(world.dump().find("SECOND") != std::string::npos);
  CHECK(world.dump().find("FIRST") == std::string::npos);
}

TEST_CASE("a replay that is stopped keeps what it did, and the rest waits") {
  World world;
  world.system.pages = {R"({"items":[{"id":"1"},{"id":"2"},{"id":"3"}]})"};
  world.read();
  std::vector<lt::store::DeadLetter> letters;
  for (auto& letter : world.letters())
    letters.push_back(mended(letter, R"({"id":")" + letter.key + R"(","number":")" + letter.key + R"(","name":"An"})"));
  std::stop_source stop;
  const Pace pace{2, [&](std::chrono::milliseconds) { stop.request_stop(); }};
  const RunResult result =
      replay_in(world.in_definition, world.in_mapping(), all_of(letters), world.store(), pace, stop.get_token());
  CHECK(result.state == lt::store::RunState::cancelled);
  CHECK(result.counts.created == 2);
  CHECK(world.letters().size() == 1);
}

TEST_CASE("a document that may have arrived goes again under the key that it had, one that was refused under another") {
  for (const auto& [answer, same] : {std::pair("transient", true), std::pair("permanent", false)}) {
    INFO(answer);
    World world;
    world.system.pages = {page_of({"1:An:0912345678"})};
    world.read();
    std::string first_key;
    world.system.judge = [&](const Arrived& arrived) {
      first_key = arrived.idempotency_key;
      return std::string(answer);
    };
    world.out_definition.retry.attempts = 1;
    world.write();
    REQUIRE(world.letters().size() == 1);
    world.system.judge = {};
    requeue_out(world.out_definition, world.letters(), world.store(), world.clock);
    CHECK(world.letters().empty());
    CHECK(world.write().counts.delivered == 1);
    REQUIRE(world.system.arrived.size() == 1);
    CHECK((world.system.arrived[0].idempotency_key == first_key) == same);
  }
}

TEST_CASE("a pace gives each stretch the time that its letters must take") {
  CHECK(Pace{.per_second = 5'000}.at_once() == 1'000);
  CHECK(Pace{.per_second = 5'000}.time_of(1'000).count() == 200);
  CHECK(Pace{.per_second = 3}.at_once() == 3);
  CHECK(Pace{.per_second = 3}.time_of(1).count() == 334);
  CHECK(Pace{.per_second = 0}.at_once() == 1);
}
