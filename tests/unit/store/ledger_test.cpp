// Promises of the ledger, the cursors, the dead letters and the deliveries.
#include "base/error.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

using lt::store::Counts;
using lt::store::DeadLetter;
using lt::store::Delivery;
using lt::store::DeliveryState;
using lt::store::Direction;
using lt::store::DisclosedFields;
using lt::store::LetterState;
using lt::store::RunId;
using lt::store::RunQuery;
using lt::store::RunState;
using lt::store::Store;
using lt::store::Transaction;
using store_world::World;

namespace {

DeadLetter invalid_letter(std::string key, std::int64_t hash, std::string code) {
  DeadLetter letter;
  letter.flow = "portal_in";
  letter.key = std::move(key);
  letter.step = "validate";
  letter.reasons = {{std::move(code), "person.dob", "/ngaySinh", "Ngày sinh \"31/02\" không có thật"}};
  letter.payload = "{\"ngaySinh\":\"31/02/1990\"}";
  letter.raw_hash = hash;
  return letter;
}

}  // namespace

TEST_CASE("a run whose counts do not balance is refused") {
  World world;
  auto store = world.open();
  auto transaction = store.begin();
  const auto in = transaction.begin_run("portal_in", Direction::in, "hand");
  Counts counts;
  counts.read = 10;
  counts.created = 9;
  CHECK_THROWS_AS(transaction.update_run(in, counts, {}), lt::Error);
  CHECK_THROWS_AS(transaction.end_run(in, RunState::succeeded, counts, {}), lt::Error);
  counts.dead = 1;
  transaction.end_run(in, RunState::succeeded, counts, {{"person", {9, 0, 0, 0, 0}}});
  const auto out = transaction.begin_run("app_out", Direction::out, "change");
  Counts due;
  due.due = 5;
  due.delivered = 3;
  CHECK_THROWS_AS(transaction.end_run(out, RunState::succeeded, due, {}), lt::Error);
  due.pending = 2;
  transaction.end_run(out, RunState::failed, due, {}, "the app answers 503");
  transaction.commit();
  const auto runs = store.reader().runs({});
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].message == "the app answers 503");
  CHECK(runs[1].entities.at("person").created == 9);
  CHECK(runs[1].counts.read == 10);
}

TEST_CASE("what left of a row by delivery and as an answer is read in one order, from any place on") {
  World world;
  Store store = world.open();
  const DisclosedFields sent{"out", "app", "care", {"person.full_name"}},
      asked{"answers", "app", "care", {"person.dob"}};
  const std::vector<lt::store::Disclosure> document{{1, 1, 5}}, another{{2, 2, 5}};
  std::string wanted;
  for (int i = 0; i < 11; ++i) {
    world.clock.advance(1'000);
    wanted.insert(0, std::to_string(world.clock.now()) + (i % 3 == 0 ? "a " : "d "));
    if (i % 3 == 0) {
      store.log_answers(asked, document);
      store.log_answers(asked, another);
      continue;
    }
    Transaction transaction = store.begin();
    transaction.put_disclosures(1, sent, document);
    transaction.put_disclosures(1, sent, another);
    transaction.commit();
  }
  for (const int limit : {1, 2, 3, 20}) {
    std::string paged;
    lt::store::DisclosurePlace place;
    for (int stretch = 0; stretch < 12; ++stretch) {
      for (const auto& entry : store.reader().disclosures(1, limit, place)) {
        paged += std::to_string(entry.at) + (entry.flow == "answers" ? "a " : "d ");
        place = entry.place;
      }
    }
    CHECK(paged == wanted);
  }
}

TEST_CASE("the runs of some flows are listed together, the latest first, from any run on") {
  World world;
  Store store = world.open();
  for (const std::string flow : {"a", "b", "c", "a", "b", "a"}) {
    Transaction transaction = store.begin();
    const RunId run = transaction.begin_run(flow, Direction::in, "hand");
    world.clock.advance(10);
    transaction.end_run(run, flow == "b" ? RunState::failed : RunState::succeeded, {}, {});
    transaction.commit();
  }
  auto reader = store.reader();
  const auto listed = [&](RunQuery query) {
    std::string text;
    query.limit = 2;
    for (;;) {
      const auto runs = reader.runs(query);
      if (runs.empty()) return text;
      for (const auto& run : runs) text += run.flow + std::to_string(run.id) + " ";
      query.before = runs.back().id;
    }
  };
  CHECK(listed({.among = {{"a", "b", "nobody"}}}) == "a6 b5 a4 b2 a1 ");
  CHECK(listed({.state = RunState::failed, .among = {{"a", "b"}}}) == "b5 b2 ");
  CHECK(listed({.among = std::vector<std::string>()}).empty());
  CHECK(listed({.state = RunState::failed}) == "b5 b2 ");
}

TEST_CASE("one flow runs once at a time") {
  World world;
  auto store = world.open();
  auto transaction = store.begin();
  const auto run = transaction.begin_run("portal_in", Direction::in, "schedule");
  CHECK_THROWS_AS(transaction.begin_run("portal_in", Direction::in, "hand"), lt::Error);
  transaction.end_run(run, RunState::succeeded, {}, {});
  CHECK(transaction.begin_run("portal_in", Direction::in, "hand") > run);
}

TEST_CASE("a transaction that is not committed leaves nothing: rows, cursor, letters, ledger") {
  World world;
  auto store = world.open();
  const std::string before = store_world::dump(store);
  {
    auto transaction = store.begin();
    const auto run = transaction.begin_run("portal_in", Direction::in, "hand");
    world.tell(transaction, {{"a", "1", 1, {"999001", "", "AN", "", "", ""}, 0, ""}});
    transaction.set_cursor("portal_in", "7");
    transaction.put_dead_letter(run, invalid_letter("k", 1, "bad_date"));
  }
  auto reader = store.reader();
  CHECK(store_world::dump(store) == before);
  CHECK_FALSE(reader.cursor("portal_in"));
  CHECK(reader.dead_letters({}).empty());
  CHECK(reader.runs({}).empty());
  // The number that the source had in the lost transaction is not used again by mistake.
  world.tell(store, {{"b", "1", 1, {"999002", "", "BINH", "", "", ""}, 0, ""}});
  world.tell(store, {{"a", "1", 1, {"999001", "", "AN", "", "", ""}, 0, ""}});
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("the same bad record again is the same letter, seen once more") {
  World world;
  auto store = world.open();
  auto transaction = store.begin();
  CHECK(transaction.put_dead_letter(1, invalid_letter("k1", 11, "bad_date")));
  world.clock.advance(1000);
  CHECK_FALSE(transaction.put_dead_letter(2, invalid_letter("k1", 11, "bad_date")));
  transaction.commit();
  const auto letters = store.reader().dead_letters({});
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].times_seen == 2);
  CHECK(letters[0].first_run == 1);
  CHECK(letters[0].last_run == 2);
  CHECK(letters[0].last_seen == letters[0].first_seen + 1000);
  CHECK(letters[0].reasons.at(0).message == "Ngày sinh \"31/02\" không có thật");
}

TEST_CASE("a good record of its key resolves a letter, a dismissed one stays so until the record changes") {
  World world;
  auto store = world.open();
  {
    auto transaction = store.begin();
    transaction.put_dead_letter(1, invalid_letter("k1", 11, "bad_date"));
    transaction.put_dead_letter(1, invalid_letter("k2", 12, "bad_date"));
    const std::vector<std::string_view> keys{"k1", "k9"};
    CHECK(transaction.resolve_dead_letters("portal_in", keys) == 1);
    CHECK(transaction.resolve_dead_letters("portal_in", keys) == 0);
    transaction.commit();
  }
  const auto waiting = store.reader().dead_letters({});
  REQUIRE(waiting.size() == 1);
  auto transaction = store.begin();
  CHECK(transaction.dismiss_dead_letter(waiting[0].id, "người này đã mất", "lan"));
  CHECK_FALSE(transaction.dismiss_dead_letter(waiting[0].id, "again", "lan"));
  transaction.put_dead_letter(2, invalid_letter("k2", 12, "bad_date"));
  transaction.put_dead_letter(2, invalid_letter("k1", 11, "bad_date"));
  transaction.commit();
  auto reader = store.reader();
  CHECK(reader.dead_letter(waiting[0].id)->state == LetterState::dismissed);
  CHECK(reader.dead_letter(waiting[0].id)->closed_reason == "người này đã mất");
  CHECK(reader.dead_letters({}).size() == 1);
  auto again = store.begin();
  again.put_dead_letter(3, invalid_letter("k2", 13, "missing"));
  again.commit();
  CHECK(reader.dead_letter(waiting[0].id)->state == LetterState::waiting);
  const auto counts = reader.dead_letter_counts("portal_in");
  REQUIRE(counts.size() == 2);
  CHECK(reader.dead_letters({"", LetterState::waiting, "missing", 0, 10}).size() == 1);
}

TEST_CASE("deliveries are remembered a row, and what waits for a retry is given when it is due") {
  World world;
  auto store = world.open();
  auto transaction = store.begin();
  const std::vector<Delivery> first{{1, DeliveryState::delivered, 101, 1, 0, 0, "remote-1", ""},
                                    {2, DeliveryState::retry, 0, 2, 1, 5000, "", "503"},
                                    {3, DeliveryState::retry, 0, 3, 2, 4000, "", "503"}};
  transaction.put_deliveries("app_out", first);
  const lt::store::DisclosedFields fields{"app_out", "citizen_app", "vaccination certificate", {"person.full_name"}};
  const std::vector<lt::store::Disclosure> disclosed{{1, 1, 101}};
  transaction.put_disclosures(4, fields, disclosed);
  transaction.put_disclosures(5, fields, disclosed);
  transaction.commit();
  auto reader = store.reader();
  const std::vector<lt::store::RowId> asked{3, 7, 1};
  const auto known = reader.deliveries("app_out", asked);
  REQUIRE(known.size() == 2);
  CHECK(known[1].remote_id == "remote-1");
  CHECK(reader.due_retries("app_out", 3999, 10).empty());
  const auto due = reader.due_retries("app_out", 5000, 10);
  REQUIRE(due.size() == 2);
  CHECK(due[0].row == 3);
  CHECK(reader.next_retry("app_out") == 4000);
  CHECK(reader.delivery_counts("app_out").retry == 2);
  CHECK(reader.deliveries("other", asked).empty());
  const auto log = reader.disclosures(1, 10);
  REQUIRE(log.size() == 2);
  CHECK(log[0].run == 5);
  CHECK(log[0].fields == std::vector<std::string>{"person.full_name"});
  CHECK(log[0].purpose == "vaccination certificate");
}

TEST_CASE("a document keeps its serial until its fate is known, then it stays, and every other one has the next") {
  World world;
  auto store = world.open();
  const auto depart = [&](std::int64_t hash) {
    auto transaction = store.begin();
    const std::vector<lt::store::Departure> departures{{7, 1, hash}};
    const auto serials = transaction.depart("app_out", departures);
    transaction.commit();
    return serials.at(0);
  };
  const auto settle = [&](std::int64_t serial, std::int64_t hash) {
    Delivery delivery{.row = 7, .hash = hash, .remote_id = {}, .error = {}};
    delivery.serial = serial;
    auto transaction = store.begin();
    transaction.put_deliveries("app_out", std::vector{delivery});
    transaction.commit();
  };
  const auto unsettled = [&] {
    return store.reader().deliveries("app_out", std::vector<lt::store::RowId>{7})[0].unsettled;
  };

  CHECK(depart(100) == 1);
  CHECK(store.reader().delivery_counts("app_out").sending == 1);
  CHECK(depart(100) == 1);
  CHECK(depart(200) == 2);
  CHECK(depart(100) == 3);
  settle(2, 200);
  CHECK(unsettled() == 100);
  settle(3, 100);
  CHECK_FALSE(unsettled());
  CHECK_FALSE(depart(100));
  CHECK_FALSE(unsettled());
  CHECK(depart(200) == 4);
}
