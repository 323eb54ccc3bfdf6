// Promises of an in-run.
#include "sync/in_run.hpp"

#include "fake_system.hpp"

#include <catch2/catch.hpp>
#include <lienthong/sdk.hpp>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::store::LetterState;
using lt::store::RunState;

TEST_CASE("a run stores what the system has and its ledger balances") {
  World world;
  world.system.pages = {page_of({"1:An:0912", "2:Bình:0913"}), page_of({"3:Chi:", "2:Bình:0999"})};
  const RunResult result = world.read();
  CHECK(result.state == RunState::succeeded);
  CHECK(result.counts.read == 4);
  CHECK(result.counts.created == 3);
  CHECK(result.counts.updated == 1);
  CHECK(result.counts.balanced(lt::store::Direction::in));
  const auto run = world.store().reader().run(result.id);
  REQUIRE(run);
  CHECK(run->counts == result.counts);
  CHECK(run->state == RunState::succeeded);
  CHECK(world.dump().find("0999") != std::string::npos);
  CHECK(world.store().reader().cursor("people_in") == "2");
}

TEST_CASE("the same pages read again change nothing") {
  World world;
  world.system.pages = {page_of({"1:An:0912", "2:Bình:0913"}), page_of({"3:Chi:0914"})};
  world.read();
  const std::string before = world.dump();
  const auto seq = world.store().reader().last_seq();
  const RunResult again = world.read({.from_the_start = true});
  CHECK(again.counts.unchanged == 3);
  CHECK(again.counts.read == 3);
  CHECK(world.dump() == before);
  CHECK(world.store().reader().last_seq() == seq);
}

TEST_CASE("a run goes on where the last one stood") {
  World world;
  world.system.pages = {page_of({"1:An:0912"})};
  world.read();
  world.system.pages.push_back(page_of({"2:Bình:0913"}));
  const RunResult second = world.read();
  CHECK(second.counts.read == 1);
  CHECK(world.system.start_states == std::vector<std::string>{"", "1"});
}

TEST_CASE("bad records wait as dead letters with their reason and their neighbours are stored") {
  World world;
  world.system.pages = {"{\"items\":[" + record_of("1:An:1") + R"(,{"id":"2","name":"không số"},{"name":"no id"},)" +
                        "{\"id\":\"4\",\"number\":\"4\",\"name\":\"\xff\"}," + record_of("5:Em:5") +
                        R"(,{"id":"6","number":"6","name":"X","kind":"test"}]})"};
  const RunResult result = world.read();
  CHECK(result.state == RunState::succeeded);
  CHECK(result.counts.created == 2);
  CHECK(result.counts.dead == 3);
  CHECK(result.counts.filtered == 1);
  CHECK(result.counts.balanced(lt::store::Direction::in));
  const auto letters = world.letters();
  REQUIRE(letters.size() == 3);
  CHECK(letters[0].key == "2");
  CHECK(letters[0].reasons.at(0).field == "person.citizen_id");
  CHECK(letters[1].reasons.at(0).code == "no_key");
  CHECK(letters[2].reasons.at(0).code == "bad_utf8");
  CHECK(letters[2].payload == "{\"id\":\"4\",\"number\":\"4\",\"name\":\"\xff\"}");
}

TEST_CASE("the same bad record again is the same letter, and a good one of its key resolves it") {
  World world;
  world.system.pages = {R"({"items":[{"id":"2","number":"2"}]})"};
  world.read();
  world.read({.from_the_start = true});
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters()[0].times_seen == 2);
  world.system.pages = {page_of({"2:Bình:1"})};
  const RunResult good = world.read({.from_the_start = true});
  CHECK(good.counts.created == 1);
  CHECK(world.letters().empty());
  CHECK(world.letters(LetterState::resolved).size() == 1);
}

TEST_CASE("a record that turns bad and then back to what was known resolves its letter") {
  World world;
  world.system.pages = {page_of({"2:Bình:1"})};
  world.read();
  world.system.pages = {R"({"items":[{"id":"2","number":"2"}]})"};
  world.read({.from_the_start = true});
  CHECK(world.letters().size() == 1);
  world.system.pages = {page_of({"2:Bình:1"})};
  const RunResult back = world.read({.from_the_start = true});
  CHECK(back.counts.unchanged == 1);
  CHECK(world.letters().empty());
}

TEST_CASE("a record that changes and changes back within one run ends as it came last") {
  World world;
  world.system.pages = {page_of({"1:An:0912"})};
  world.read();
  world.clock.advance(1000);
  // One page a batch, so that the change is under way when the first form is looked up again.
  const InRunOptions small{.from_the_start = true, .limits = {.records = 1}};
  world.system.pages = {page_of({"1:An:0999"}), page_of({"1:An:0912"})};
  world.read(small);
  const std::string after = world.dump();
  CHECK(after.find("0912") != std::string::npos);
  CHECK(after.find("0999") == std::string::npos);
}

TEST_CASE("when the system fails midway, what was read is stored, the run says why, and the next one goes on") {
  World world;
  world.system.pages = {page_of({"1:An:1"}), page_of({"2:Bình:2"}), page_of({"3:Chi:3"})};
  bool failing = true;
  world.system.before = [&](std::size_t page) {
    if (failing && page == 2) throw lt::sdk::unavailable("503 Service Unavailable", std::chrono::seconds(30));
  };
  const RunResult failed = world.read();
  CHECK(failed.state == RunState::failed);
  CHECK(failed.error == lt::ErrorKind::unavailable);
  CHECK(failed.message.find("503") != std::string::npos);
  CHECK(failed.retry_after == std::chrono::seconds(30));
  CHECK(failed.counts.created == 2);
  failing = false;
  const RunResult rest = world.read();
  CHECK(rest.state == RunState::succeeded);
  CHECK(rest.counts.read == 1);
  CHECK(world.system.start_states.back() == "2");
}

TEST_CASE("a page that is no JSON fails the run before it and is read again") {
  World world;
  world.system.pages = {page_of({"1:An:1"}), R"({"items":[{"id":"2",)"};
  const RunResult failed = world.read();
  CHECK(failed.error == lt::ErrorKind::unavailable);
  CHECK(failed.counts.created == 1);
  CHECK(world.store().reader().cursor("people_in") == "1");
  world.system.pages[1] = page_of({"2:Bình:2"});
  CHECK(world.read().counts.created == 1);
}

TEST_CASE("a run that is asked to stop ends as cancelled with a balanced ledger") {
  World world;
  std::stop_source stop;
  for (int i = 0; i < 50; ++i) world.system.pages.push_back(page_of({std::to_string(i) + ":An:1"}));
  world.system.before = [&](std::size_t page) {
    if (page == 10) stop.request_stop();
  };
  const RunResult result = world.read({}, stop.get_token());
  CHECK(result.state == RunState::cancelled);
  CHECK(result.counts.read <= 11);
  CHECK(result.counts.balanced(lt::store::Direction::in));
  world.system.before = nullptr;
  world.read();
  CHECK(world.store().reader().count(world.store().entity("person")) == 50);
}

TEST_CASE("a rehearsal that is asked to stop ends between two pages and says so") {
  World world;
  std::stop_source stop;
  for (int i = 0; i < 50; ++i) world.system.pages.push_back(page_of({std::to_string(i) + ":An:1"}));
  world.system.before = [&](std::size_t page) {
    if (page == 10) stop.request_stop();
  };
  const DryRun dry = dry_run_in(world.in(), world.store(), world.clock, 1'000, 10, stop.get_token());
  CHECK(dry.result.error == lt::ErrorKind::cancelled);
  CHECK(dry.result.counts.read <= 11);
  CHECK(world.store().reader().count(world.store().entity("person")) == 0);
}

TEST_CASE("a dry run shows what would change and changes nothing") {
  World world;
  world.system.pages = {page_of({"1:An:0912", "2:Bình:0913"})};
  world.read();
  const std::string before = world.dump();
  world.system.pages.push_back("{\"items\":[" + record_of("1:An:0999") + "," + record_of("3:Chi:3") +
                               R"(,{"id":"9"}]})");
  const DryRun dry = dry_run_in(world.in(), world.store(), world.clock, 100, 10, {});
  CHECK(dry.result.counts.read == 3);
  CHECK(dry.result.counts.updated == 1);
  CHECK(dry.result.counts.created == 1);
  CHECK(dry.result.counts.dead == 1);
  REQUIRE(dry.samples.size() == 3);
  CHECK(dry.samples[0].outcome == "updated");
  REQUIRE(dry.samples[0].changes.size() == 1);
  CHECK(dry.samples[0].changes[0].field == "person.phone");
  CHECK(dry.samples[0].changes[0].before == "0912");
  CHECK(dry.samples[0].changes[0].after == "0999");
  CHECK(world.dump() == before);
  CHECK(world.letters().empty());
  CHECK(world.store().reader().cursor("people_in") == "1");
  CHECK(world.store().reader().runs({}).size() == 1);
}

TEST_CASE("results go back to the source for every record that has a whole address there") {
  World world;
  world.in_definition.results_stream = "results";
  world.in_definition.result_texts = {{"created", "Thành công"}, {"dead", "Lỗi"}};
  world.system.pages = {
      R"({"items":[{"id":"1","number":"1","name":"An","_file":"a.xls","_row":9},{"id":"2","_file":"a.xls","_row":10},{"id":"3","number":"3","name":"Em"},{"id":"4","_file":"b.xls"}]})"};
  CHECK(world.read().state == RunState::succeeded);
  REQUIRE(world.system.results.size() == 2);
  CHECK(world.system.results[0] == R"({"_file":"a.xls","_row":9,"outcome":"created","result":"Thành công"})");
  CHECK(world.system.results[1].find(R"("_row":10,"outcome":"dead","result":"Lỗi: )") != std::string::npos);
}

TEST_CASE("results that a run could not tell are told by the next one, and nothing is stored twice for that") {
  World world;
  world.in_definition.results_stream = "results";
  const auto page = [](const std::string& number) {
    return R"({"items":[{"id":")" + number + R"(","number":")" + number + R"(","name":"An","_file":"a.xls","_row":)" +
           number + "}]}";
  };
  world.system.pages = {page("9")};
  world.read();
  REQUIRE(world.system.results.size() == 1);

  world.system.pages.push_back(page("10"));
  world.system.judge = [](const Arrived&) { return "dead destination"; };
  const RunResult untold = world.read();
  CHECK(untold.error == lt::ErrorKind::unavailable);
  CHECK(untold.counts.created == 1);
  const std::string stored = world.dump();

  // As after a kill: the store is opened anew, its cursor is beyond the record.
  world.reopen();
  CHECK(world.store().reader().cursor("people_in") == "2");
  world.system.judge = [](const Arrived&) { return "transient"; };
  CHECK(world.read().counts.unchanged == 1);
  world.system.judge = nullptr;
  const RunResult told = world.read();
  CHECK(told.state == RunState::succeeded);
  CHECK(told.counts.unchanged == 1);
  REQUIRE(world.system.results.size() == 2);
  CHECK(world.system.results[1] == R"({"_file":"a.xls","_row":10,"outcome":"unchanged","result":"unchanged"})");
  CHECK(world.dump() == stored);
  CHECK(world.read().counts.read == 0);
  CHECK(world.system.start_states == std::vector<std::string>{"", "1", "1", "1", "2"});
}

TEST_CASE("results that the source refuses for good are owed no longer, but the run says so") {
  World world;
  world.in_definition.results_stream = "results";
  world.system.pages = {R"({"items":[{"id":"1","number":"1","name":"An","_file":"a.xls","_row":9}]})"};
  world.system.judge = [](const Arrived&) { return "permanent"; };
  CHECK(world.read().error == lt::ErrorKind::unavailable);
  const RunResult next = world.read();
  CHECK(next.state == RunState::succeeded);
  CHECK(next.counts.read == 0);
}

TEST_CASE("two runs of one flow at once: the second is refused") {
  World world;
  world.system.pages = {page_of({"1:An:1"})};
  bool refused = false;
  world.system.before = [&](std::size_t) {
    auto transaction = world.store().begin();
    try {
      transaction.begin_run("people_in", lt::store::Direction::in, "hand");
    } catch (const lt::Error& e) {
      refused = e.kind() == lt::ErrorKind::unavailable;
    }
  };
  world.read();
  CHECK(refused);
}
