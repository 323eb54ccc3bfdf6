// Promises of an out-run.
#include "sync/out_run.hpp"

#include "fake_system.hpp"
#include "sync/replay.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::store::LetterState;
using lt::store::RunState;

namespace {

// Gives `people`, sends them to a destination that takes every record and whose answer is lost, and tells the keys.
std::vector<std::string> send_without_answer(World& world, const std::vector<std::string>& people) {
  give(world, people);
  std::vector<std::string> keys;
  world.system.judge = [&](const Arrived& arrived) {
    keys.push_back(arrived.idempotency_key);
    return "dead destination";
  };
  CHECK(world.write().state == RunState::failed);
  world.system.judge = nullptr;
  return keys;
}

}  // namespace

TEST_CASE("what changed is delivered once, with only the fields that the mapping names") {
  World world;
  give(world, {"1:An:0912", "2:Bình:0913"});
  const RunResult first = world.write();
  CHECK(first.counts.due == 2);
  CHECK(first.counts.delivered == 2);
  CHECK(first.counts.balanced(lt::store::Direction::out));
  REQUIRE(world.system.arrived.size() == 2);
  CHECK(world.system.arrived[0].json == R"({"number":"1","name":"AN","phone":"0912"})");

  const RunResult second = world.write();
  CHECK(second.counts.due == 0);
  CHECK(world.system.arrived.size() == 2);

  give(world, {"1:An:0999", "2:Bình:0913"});
  const RunResult third = world.write();
  CHECK(third.counts.delivered == 1);
  CHECK(world.system.arrived.back().json == R"({"number":"1","name":"AN","phone":"0999"})");
}

TEST_CASE(
    "outside the flow's hours a row waits without an attempt and goes when they begin, what is urgent goes at once") {
  World world;
  const auto local = (world.clock.now() + 7 * lt::hour_ms) % (24 * lt::hour_ms);
  world.out_definition.hours = OpenHours{local + lt::hour_ms, local + 2 * lt::hour_ms, "urgent"};
  give(world, {"1:An:1", "2:Gấp:2"});
  const RunResult night = world.write();
  CHECK(night.counts.delivered == 1);
  CHECK(night.counts.pending == 1);
  CHECK(night.counts.balanced(lt::store::Direction::out));
  REQUIRE(world.system.arrived.size() == 1);
  CHECK(world.system.arrived[0].json == R"({"number":"2","name":"GẤP","phone":"2"})");
  CHECK(night.next_retry == world.clock.now() + lt::hour_ms - 1000);

  CHECK(world.write().counts.due == 0);
  world.clock.advance(lt::hour_ms);
  const RunResult morning = world.write();
  CHECK(morning.counts.delivered == 1);
  REQUIRE(world.system.arrived.size() == 2);
  CHECK(world.system.arrived[1].json == R"({"number":"1","name":"AN","phone":"1"})");
  CHECK(morning.next_retry == std::nullopt);
}

TEST_CASE(
    "what came from a system goes back to it only where another source corrected it, and its own word goes along") {
  World world;
  world.out_definition.corrections = Corrections{"known"};
  const auto says = [&world](const char* system, const std::vector<std::string>& people) {
    world.in_definition.name = world.in_definition.system = system;
    give(world, people);
  };
  says("fake", {"1:An:0912", "2:Bình:0913"});
  CHECK(world.write().counts.withheld == 2);

  // Of whom it never spoke, it is told nothing; who says the same corrects nothing.
  says("other", {"1:An:0999", "2:Bình:0913", "3:Chi:0914"});
  const RunResult corrected = world.write();
  CHECK(corrected.counts.delivered == 1);
  CHECK(corrected.counts.balanced(lt::store::Direction::out));
  REQUIRE(world.system.arrived.size() == 1);
  CHECK(world.system.arrived[0].json ==
        R"({"number":"1","name":"AN","phone":"0999","known":{"number":"1","name":"AN","phone":"0912"}})");

  // It has taken the correction: nothing more is due to it, and nothing is erased.
  says("fake", {"1:An:0999", "2:Bình:0913"});
  CHECK(world.write().counts.withheld == 1);
  CHECK(world.write().counts.due == 0);
  says("fake", {"1:An:0912", "2:Bình:0913"});
  CHECK(world.write().counts.withheld == 1);  // its own newest word is nobody else's correction

  says("other", {"1:An:0998", "2:Bình:0913", "3:Chi:0914"});
  CHECK(world.write().counts.delivered == 1);
  REQUIRE(world.system.arrived.size() == 2);
  CHECK(world.system.arrived[0].idempotency_key != world.system.arrived[1].idempotency_key);
  says("other", {"1:hidden:0998", "2:Bình:0913", "3:Chi:0914"});
  CHECK(world.write().counts.withheld == 1);
  CHECK(world.system.arrived.size() == 2);
}

TEST_CASE("a correction that is needed again after the system took it and went back is sent again under another key") {
  World world;
  world.out_definition.corrections = Corrections{};
  const auto says = [&world](const char* system, const char* person) {
    world.in_definition.name = world.in_definition.system = system;
    give(world, {person});
  };
  says("fake", "1:An:0912");
  says("other", "1:An:0999");
  CHECK(world.write().counts.delivered == 1);
  says("fake", "1:An:0999");
  CHECK(world.write().counts.withheld == 1);
  says("other", "1:Anh:0999");
  CHECK(world.write().counts.delivered == 1);
  says("fake", "1:An:0912");
  says("other", "1:An:0999");
  CHECK(world.write().counts.delivered == 1);
  REQUIRE(world.system.arrived.size() == 3);
  CHECK(world.system.arrived[2].json == world.system.arrived[0].json);
  CHECK(world.system.arrived[2].idempotency_key != world.system.arrived[0].idempotency_key);
}

TEST_CASE(
    "what a system says wrongly later than others said it rightly is corrected too, though the row did not change") {
  World world;
  world.out_definition.corrections = Corrections{};
  const auto says = [&world](const char* system, const char* person, lt::Milliseconds as_of) {
    world.in_definition.name = world.in_definition.system = system;
    world.system.pages = {page_of({person})};
    world.clock.advance(as_of - world.clock.now());
    world.read({.from_the_start = true});
  };
  const lt::Milliseconds now = world.clock.now();
  says("fake", "2:Bình:1", now + 1);
  CHECK(world.write().counts.withheld == 1);
  says("other", "1:An:0999", now + 2'000);
  CHECK(world.write().counts.withheld == 1);
  says("fake", "1:An:0912", now + 1'000);  // of before, so the row stays as it is
  const RunResult corrected = world.write();
  CHECK(corrected.counts.delivered == 1);
  CHECK(corrected.counts.balanced(lt::store::Direction::out));
  REQUIRE(world.system.arrived.size() == 1);
  CHECK(world.system.arrived[0].json == R"({"number":"1","name":"AN","phone":"0999"})");
  CHECK(world.write().counts.due == 0);
}

TEST_CASE("idempotency keys differ for every version of a record and for every record") {
  World world;
  give(world, {"1:An:1", "2:Bình:2"});
  world.write();
  give(world, {"1:An:9", "2:Bình:2"});
  world.write();
  give(world, {"1:An:1", "2:Bình:2"});
  world.write();
  std::set<std::string> keys;
  for (const auto& arrived : world.system.arrived) keys.insert(arrived.idempotency_key);
  CHECK(world.system.arrived.size() == 4);
  CHECK(keys.size() == 4);
}

TEST_CASE("a document whose answer was lost goes again under its key, though its row has changed otherwise") {
  World world;
  const auto lost = send_without_answer(world, {"1:An:1"});
  give(world, {"1:AN:1"});  // to the destination the same
  CHECK(world.write().counts.delivered == 1);
  REQUIRE(world.system.arrived.size() == 1);
  CHECK(lost == std::vector{world.system.arrived[0].idempotency_key});
}

TEST_CASE("a document that comes back after another one has its own key, whether answers were lost or not") {
  World world;
  std::vector<std::string> keys = send_without_answer(world, {"1:An:1"});
  keys.push_back(send_without_answer(world, {"1:An:2"}).at(0));
  give(world, {"1:An:1"});
  CHECK(world.write().counts.delivered == 1);
  keys.push_back(world.system.arrived.at(0).idempotency_key);
  give(world, {"1:An:2"});
  CHECK(world.write().counts.delivered == 1);
  keys.push_back(world.system.arrived.at(1).idempotency_key);
  CHECK(std::set(keys.begin(), keys.end()).size() == 4);
}

TEST_CASE("a row that is again as it was delivered is sent where the answer to something later was lost") {
  World world;
  give(world, {"1:An:1"});
  world.write();
  send_without_answer(world, {"1:An:2"});
  give(world, {"1:An:1"});
  CHECK(world.write().counts.delivered == 1);
  CHECK(world.system.arrived.back().json == R"({"number":"1","name":"AN","phone":"1"})");
  CHECK(world.write().counts.due == 0);
}

TEST_CASE("what the filter keeps back is erased where it may have arrived, and not where it was refused") {
  for (const auto* verdict : {"dead destination", "transient", "permanent"}) {
    INFO(verdict);
    World world;
    give(world, {"1:An:1"});
    world.system.judge = [&](const Arrived&) { return verdict; };
    world.write();
    world.system.judge = nullptr;
    give(world, {"1:hidden:1"});
    world.write();
    const bool erased = world.system.arrived.size() == 1 && world.system.arrived[0].erase;
    CHECK(erased == (verdict != std::string_view("permanent")));
  }
}

TEST_CASE("a record that is refused for now waits alone with its own back-off and is sent again") {
  World world;
  give(world, {"1:An:1", "2:Bình:2", "3:Chi:3"});
  bool refusing = true;
  world.system.judge = [&](const Arrived& arrived) {
    return refusing && arrived.json.find("BÌNH") != std::string::npos ? "transient" : "";
  };
  const RunResult first = world.write();
  CHECK(first.counts.delivered == 2);
  CHECK(first.counts.pending == 1);
  CHECK(first.state == RunState::succeeded);
  REQUIRE(first.next_retry);
  CHECK(*first.next_retry > world.clock.now());

  CHECK(world.write().counts.due == 0);  // not before its time
  world.clock.advance(13'000);
  refusing = false;
  const RunResult second = world.write();
  CHECK(second.counts.delivered == 1);
  CHECK_FALSE(second.next_retry);
}

TEST_CASE("after the last attempt a record is a dead letter, and a later version of it may still go") {
  World world;
  give(world, {"1:An:1"});
  world.system.judge = [](const Arrived&) { return "transient"; };
  for (int i = 0; i < 3; ++i) {
    world.write();
    world.clock.advance(100'000);
  }
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].step == "write");
  CHECK(world.write().counts.due == 0);
  world.system.judge = nullptr;
  give(world, {"1:An:2"});
  CHECK(world.write().counts.delivered == 1);
  CHECK(world.letters().empty());
}

TEST_CASE("a record that is refused for good is a dead letter at once and can be replayed") {
  World world;
  give(world, {"1:An:1", "2:Bình:2"});
  world.system.judge = [](const Arrived& arrived) {
    return arrived.json.find("\"AN\"") != std::string::npos ? "permanent" : "";
  };
  const RunResult first = world.write();
  CHECK(first.counts.dead == 1);
  CHECK(first.counts.delivered == 1);
  world.system.judge = nullptr;
  const auto letters = world.letters();
  REQUIRE(letters.size() == 1);
  requeue_out(world.out_definition, letters, world.store(), world.clock);
  CHECK(world.letters(LetterState::replayed).size() == 1);
  const RunResult second = world.write();
  CHECK(second.counts.delivered == 1);
  CHECK(world.system.arrived.size() == 2);
}

TEST_CASE("a destination that does not answer ends the run, and nothing accepted before is sent again") {
  World world;
  give(world, {"1:An:1", "2:Bình:2", "3:Chi:3"});
  bool down = true;
  world.system.judge = [&](const Arrived& arrived) {
    return down && arrived.json.find("BÌNH") != std::string::npos ? "dead destination" : "";
  };
  const RunResult first = world.write();
  CHECK(first.state == RunState::failed);
  CHECK(first.error == lt::ErrorKind::unavailable);
  CHECK(first.counts.balanced(lt::store::Direction::out));
  CHECK(first.counts.delivered == 1);
  CHECK(first.counts.pending == 2);
  down = false;
  const RunResult second = world.write();
  CHECK(second.counts.delivered == 2);
  CHECK(second.counts.unchanged == 1);
  CHECK(world.system.arrived.size() == 3);
}

TEST_CASE("what the filter keeps back stays here, and what it keeps back later is erased there") {
  World world;
  give(world, {"1:An:1", "2:hidden:2"});
  const RunResult first = world.write();
  CHECK(first.counts.withheld == 1);
  CHECK(first.counts.delivered == 1);
  give(world, {"1:hidden:1", "2:hidden:2"});
  const RunResult second = world.write();
  REQUIRE(world.system.arrived.size() == 2);
  CHECK(world.system.arrived[1].erase);
  CHECK(world.system.arrived[1].key == world.system.arrived[0].key);
  CHECK(second.counts.delivered == 1);
  give(world, {"1:An:1", "2:hidden:2"});
  world.write();
  REQUIRE(world.system.arrived.size() == 3);
  CHECK_FALSE(world.system.arrived[2].erase);
}

TEST_CASE("batches are as large as the flow says and every delivery is in the disclosure log") {
  World world;
  world.out_definition.batch = 7;
  std::vector<std::string> people;
  for (int i = 0; i < 30; ++i) people.push_back(std::to_string(i) + ":An:1");
  give(world, people);
  world.write();
  CHECK(world.system.batch_sizes == std::vector<std::size_t>{7, 7, 7, 7, 2});
  auto reader = world.store().reader();
  const auto row = reader.find(world.store().entity("person"), "17");
  REQUIRE(row);
  const auto log = reader.disclosures(*row, 10);
  REQUIRE(log.size() == 1);
  CHECK(log[0].destination == "fake");
  CHECK(log[0].purpose == "Kiểm thử");
  CHECK(log[0].fields == std::vector<std::string>{"person.citizen_id", "person.name", "person.phone"});
}

TEST_CASE("a dry run out shows the documents that would go and sends nothing") {
  World world;
  give(world, {"1:An:1", "2:hidden:2"});
  const DryRunOut dry = dry_run_out(world.out(), world.store(), world.clock, 100, 10, {});
  CHECK(dry.counts.pending == 1);
  CHECK(dry.counts.withheld == 1);
  REQUIRE(dry.samples.size() == 2);
  CHECK(dry.samples[0].document == R"({"number":"1","name":"AN","phone":"1"})");
  CHECK(world.system.arrived.empty());
  CHECK(world.store().reader().runs({.flow = "people_out"}).empty());
}

TEST_CASE("a run out that is asked to stop sends nothing more, and the next one sends the rest once") {
  World world;
  world.out_definition.batch = 1;
  std::vector<std::string> people;
  for (int i = 0; i < 50; ++i) people.push_back(std::to_string(i) + ":An:1");
  give(world, people);
  std::stop_source stop;
  int sent = 0;
  world.system.judge = [&](const Arrived&) {
    if (++sent == 10) stop.request_stop();
    return "";
  };
  const RunResult stopped = world.write(stop.get_token());
  CHECK(stopped.state == RunState::cancelled);
  CHECK(stopped.counts.balanced(lt::store::Direction::out));
  CHECK(stopped.counts.delivered == 10);
  CHECK(world.system.arrived.size() == 10);
  const RunResult rest = world.write();
  CHECK(rest.counts.delivered == 40);
  std::set<std::string> keys;
  for (const Arrived& arrived : world.system.arrived) keys.insert(arrived.idempotency_key);
  CHECK(world.system.arrived.size() == 50);
  CHECK(keys.size() == 50);
}

TEST_CASE("a rehearsal out that is asked to stop ends between two pages") {
  // Somebody who loses patience after so many records: each asks for the time when it is mapped.
  class Impatient : public lt::Clock {
   public:
    explicit Impatient(std::stop_source& stop) : stop_(stop) {}
    lt::Milliseconds now() const override {
      if (++asked_ == 1'500) stop_.request_stop();
      return 1'790'000'000'000;
    }

   private:
    std::stop_source& stop_;
    mutable int asked_ = 0;
  };
  World world;
  std::vector<std::string> people;
  for (int i = 0; i < 4'000; ++i) people.push_back(std::to_string(i) + ":An:1");
  give(world, people);
  std::stop_source stop;
  const Impatient clock(stop);
  const DryRunOut dry = dry_run_out(world.out(), world.store(), clock, 100'000, 10, stop.get_token());
  CHECK(dry.counts.due == 2'000);
  CHECK(dry_run_out(world.out(), world.store(), world.clock, 100'000, 10, {}).counts.due == 4'000);
}

TEST_CASE("what the destination calls a row becomes a field of it, once, and makes nothing due") {
  World world;
  world.out_definition.remote_id = RemoteIdField{"phone", ""};
  give(world, {"1:An:"});
  CHECK(world.write().counts.delivered == 1);
  CHECK_THAT(world.dump(), Catch::Contains("remote-person:"));
  const std::string named = world.dump();
  world.clock.advance(1000);
  world.write();
  CHECK(world.dump() == named);
  CHECK(world.store().reader().check().problems.empty());
}

TEST_CASE("a name that only promises one leaves the row waiting, it is asked for again and never counted as lost") {
  World world;
  world.out_definition.remote_id = RemoteIdField{"phone", "remote-"};
  give(world, {"1:An:"});
  const RunResult first = world.write();
  CHECK(first.state == RunState::succeeded);
  CHECK(first.counts.pending == 1);
  CHECK(first.counts.balanced(lt::store::Direction::out));
  CHECK(world.dump().find("remote-person:") == std::string::npos);
  REQUIRE(first.next_retry);
  world.clock.advance(60'000);
  world.out_definition.remote_id->provisional = "other-";
  const RunResult second = world.write();
  CHECK(second.counts.pending == 0);
  CHECK(second.counts.delivered == 2);  // the name is part of this document, which therefore goes once more
  CHECK(second.counts.balanced(lt::store::Direction::out));
  CHECK_THAT(world.dump(), Catch::Contains("remote-person:"));

  World patient;
  patient.out_definition.remote_id = RemoteIdField{"phone", "remote-"};
  give(patient, {"1:An:"});
  for (int attempt = 0; attempt < 3; ++attempt) {
    patient.write();
    patient.clock.advance(120'000);
  }
  REQUIRE(patient.letters().size() == 1);
  CHECK(patient.letters()[0].reasons[0].code == "dependency");
}

TEST_CASE("a record whose answer was lost says that it may have arrived") {
  World world;
  std::vector<int> attempts;
  const auto lost = [&](const Arrived& arrived) {
    attempts.push_back(arrived.attempt);
    return attempts.size() < 3 ? "dead destination" : "";
  };
  give(world, {"1:An:0912"});
  world.system.judge = lost;
  world.write();
  world.write();
  world.write();
  CHECK(attempts == std::vector{1, 2, 2});
}
