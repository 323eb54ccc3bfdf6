// Promises of the counters that are collected from the ledger.
#include "app/run_tally.hpp"

#include "model/entity.hpp"
#include "store/store.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <filesystem>

using namespace lt;

namespace {

class Ledger {
 public:
  Ledger() : folder_(make_folder()), store_(store::Store::open({.path = folder_ / "hub.db"}, model_, clock_)) {}
  ~Ledger() { std::filesystem::remove_all(folder_); }

  store::Reader reader() { return store_.reader(); }
  store::RunId begin(const std::string& flow) {
    auto transaction = store_.begin();
    const auto run = transaction.begin_run(flow, store::Direction::in, "schedule");
    transaction.commit();
    return run;
  }
  void count(store::RunId run, std::int64_t created) {
    auto transaction = store_.begin();
    transaction.update_run(run, {.read = created, .created = created}, {});
    transaction.commit();
  }
  void end(store::RunId run, std::int64_t created, store::RunState state = store::RunState::succeeded) {
    auto transaction = store_.begin();
    transaction.end_run(run, state, {.read = created, .created = created}, {}, "");
    transaction.commit();
  }

 private:
  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lt_run_tally_XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    return pattern;
  }

  std::filesystem::path folder_;
  model::Model model_;
  FixedClock clock_{1'790'000'000'000};
  store::Store store_;
};

}  // namespace

TEST_CASE("counters begin at what the ledger says when the hub begins to look") {
  Ledger ledger;
  ledger.end(ledger.begin("lists"), 7);
  const auto under_way = ledger.begin("portal");
  ledger.count(under_way, 5);
  auto reader = ledger.reader();
  app::RunTally tally;
  tally.turn_to("hub.db", reader);
  tally.follow(reader);
  CHECK(!tally.flows().contains("lists"));

  ledger.end(under_way, 6);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").counts.created == 1);
  CHECK(tally.flows().at("portal").ended.at(store::RunState::succeeded) == 1);
}

TEST_CASE("a run under way counts what it has stored, and once it has ended each record has counted once") {
  Ledger ledger;
  auto reader = ledger.reader();
  app::RunTally tally;
  tally.turn_to("hub.db", reader);
  const auto run = ledger.begin("portal");
  ledger.count(run, 10);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").counts.created == 10);
  CHECK(tally.flows().at("portal").ended.empty());

  ledger.count(run, 25);
  tally.follow(reader);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").counts.created == 25);

  ledger.end(run, 30, store::RunState::failed);
  tally.follow(reader);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").counts.read == 30);
  CHECK(tally.flows().at("portal").ended.at(store::RunState::failed) == 1);
}

TEST_CASE("however many runs there were between two looks, each counts") {
  Ledger ledger;
  auto reader = ledger.reader();
  app::RunTally tally;
  tally.turn_to("hub.db", reader);
  constexpr int runs = 1'203;  // more than two pages
  for (int i = 0; i < runs; ++i) ledger.end(ledger.begin("portal"), 2);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").ended.at(store::RunState::succeeded) == runs);
  CHECK(tally.flows().at("portal").counts.created == 2 * runs);
}

TEST_CASE("counters go on where they were with another configuration of the same store, and with another store") {
  Ledger ledger;
  auto reader = ledger.reader();
  app::RunTally tally;
  tally.turn_to("hub.db", reader);
  ledger.end(ledger.begin("portal"), 2);
  tally.follow(reader);
  ledger.end(ledger.begin("portal"), 3);  // while no hub looks
  tally.turn_to("hub.db", reader);
  tally.follow(reader);
  CHECK(tally.flows().at("portal").counts.created == 5);

  Ledger other;
  other.end(other.begin("portal"), 100);  // before it was turned to
  auto its_reader = other.reader();
  tally.turn_to("other.db", its_reader);
  tally.follow(its_reader);
  CHECK(tally.flows().at("portal").counts.created == 5);
  other.end(other.begin("portal"), 1);
  tally.follow(its_reader);
  CHECK(tally.flows().at("portal").counts.created == 6);
  CHECK(tally.flows().at("portal").ended.at(store::RunState::succeeded) == 3);
}
