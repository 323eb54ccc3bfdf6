// Promises of keeping dead letters: grouped, sealed, mended beside the original, let go and taken back.
#include "base/error.hpp"
#include "base/sealing.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <sstream>

using Catch::Matchers::Contains;
using lt::SealingKeys;
using lt::store::Access;
using lt::store::DeadLetter;
using lt::store::LetterAct;
using lt::store::LetterQuery;
using lt::store::LetterState;
using lt::store::Store;
using store_world::World;

namespace {

using Keys = std::shared_ptr<const SealingKeys>;

const std::string first_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const std::string second_key = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

Keys keys_of(const std::string& text) {
  return std::make_shared<const SealingKeys>(SealingKeys::parse(text, "the secret dead_letter_keys"));
}

Store open(const World& world, const Keys& keys) {
  auto options = world.options(Access::command);
  options.letter_keys = keys;
  return Store::open(options, world.model, world.clock);
}

DeadLetter letter(std::string key, std::int64_t hash, const std::string& date, std::string flow = "portal_in") {
  DeadLetter letter;
  letter.flow = std::move(flow);
  letter.key = std::move(key);
  letter.step = "map";
  letter.reasons = {{"bad_date", "person.dob", "/dob", "'" + date + "' is no day"}};
  letter.payload = "{\"name\":\"NGUYỄN VĂN BÍ MẬT\",\"dob\":\"" + date + "\"}";
  letter.raw_hash = hash;
  return letter;
}

void put(Store& store, const std::vector<DeadLetter>& letters) {
  auto transaction = store.begin();
  for (const auto& each : letters) transaction.put_dead_letter(1, each);
  transaction.commit();
}

DeadLetter only(Store& store, std::optional<LetterState> state = LetterState::waiting) {
  const auto letters = store.reader().dead_letters({.state = state});
  REQUIRE(letters.size() == 1);
  return letters.front();
}

// All that the table holds of letters, as the database itself tells it.
std::string as_it_lies(const World& world) {
  const auto connection = world.connect();
  lt::store::Statement select(*connection,
                              "SELECT reasons, payload, coalesce(mended, '') FROM dead_letter ORDER BY id");
  std::string all;
  while (select.step()) all += select.string(0) + "\n" + select.string(1) + "\n" + select.string(2) + "\n";
  return all;
}

// As a program of form 3 left it.
void back_to_form_3(const World& world) {
  world.connect(true)->execute(
      "DROP TABLE letter_cause; DROP TABLE letter_event; DROP INDEX dead_letter_cause; DROP INDEX dead_letter_sealed; "
      "DROP INDEX dead_letter_mended; DROP INDEX dead_letter_without_cause; DROP INDEX dead_letter_row; "
      "ALTER TABLE dead_letter DROP COLUMN cause; ALTER TABLE dead_letter DROP COLUMN sealed_by; "
      "ALTER TABLE dead_letter DROP COLUMN mended; ALTER TABLE dead_letter DROP COLUMN received; "
      "CREATE INDEX dead_letter_state ON dead_letter (state, flow, reason_code); "
      "DROP TABLE former_reference; DROP INDEX removed_row; DROP INDEX removed_moved_to; "
      "DROP TABLE erasure; DROP TABLE erased_key; DROP TABLE erased_row; DROP INDEX identity_conflict_row; "
      "DROP INDEX identity_conflict_other; DROP INDEX dead_letter_closed; "
      "ALTER TABLE dead_letter DROP COLUMN closed; ALTER TABLE removed DROP COLUMN at; "
      "DROP TABLE identity_judgement; DROP TABLE identity_question; DROP TABLE judged_row; DROP TABLE judged_record; "
      "DELETE FROM meta WHERE name = 'judged'; DROP INDEX run_started; DROP INDEX run_state; DROP INDEX "
      "run_flow_state; "
      "UPDATE meta SET value = '3' WHERE name = 'schema_version'");
}

}  // namespace

TEST_CASE("letters are counted by cause with the oldest and an example, and listed by it") {
  World world;
  auto store = open(world, nullptr);
  const lt::Milliseconds start = world.clock.now();
  put(store, {letter("a", 1, "31/02/1990")});
  world.clock.advance(1000);
  auto missing = letter("b", 2, "");
  missing.reasons = {{"missing", "person.full_name", "/name", "fill it in"}};
  put(store, {letter("c", 3, "30/02/1991"), missing, letter("d", 4, "1/1/1", "lists_in")});
  const auto counts = store.reader().dead_letter_counts("portal_in");
  REQUIRE(counts.size() == 2);
  CHECK(counts[0].count == 2);
  CHECK(counts[0].cause.pattern == "… is no day");
  CHECK(counts[0].cause.field == "person.dob");
  CHECK(counts[0].cause.step == "map");
  CHECK(counts[0].oldest == start);
  CHECK(store.reader().dead_letter(counts[0].example)->key == "a");
  CHECK(counts[1].reason_code == "missing");
  CHECK(store.reader().dead_letter_counts().size() == 3);
  const auto of_cause = store.reader().dead_letters({.cause = counts[0].cause.id});
  REQUIRE(of_cause.size() == 2);
  CHECK(of_cause[1].key == "c");
  CHECK(of_cause[1].cause == counts[0].cause.id);
  CHECK(store.reader().letter_cause(counts[0].cause.id)->flow == "portal_in");
  CHECK_FALSE(store.reader().letter_cause("0000000000"));
}

TEST_CASE("how many letters of a cause wait is told whatever becomes of them") {
  World world;
  auto store = open(world, nullptr);
  // Each cause with its number, and no complaint of the check that counts the letters themselves.
  const auto waiting = [&] {
    std::string text;
    for (const auto& group : store.reader().dead_letter_counts())
      text += group.reason_code + std::to_string(group.count) + " ";
    CHECK(store_world::problems(store).empty());
    return text;
  };
  auto missing = letter("b", 2, "");
  missing.reasons = {{"missing", "person.full_name", "/name", "fill it in"}};
  put(store, {letter("a", 1, "31/02/1990"), missing, letter("c", 3, "30/02/1991")});
  CHECK(waiting() == "bad_date2 missing1 ");
  put(store, {letter("a", 1, "31/02/1990")});  // once more
  CHECK(waiting() == "bad_date2 missing1 ");
  auto other = letter("a", 9, "");
  other.reasons = missing.reasons;
  put(store, {other, other});  // another cause now
  CHECK(waiting() == "missing2 bad_date1 ");
  const auto change = [&](const auto& deed) {
    auto transaction = store.begin();
    deed(transaction);
    transaction.commit();
    return waiting();
  };
  const auto letters = store.reader().dead_letters({});
  CHECK(change([&](auto& transaction) { transaction.dismiss_dead_letter(letters[0].id, "gone", "lan"); }) ==
        "bad_date1 missing1 ");
  CHECK(change([&](auto& transaction) { transaction.dismiss_dead_letter(letters[0].id, "gone", "lan"); }) ==
        "bad_date1 missing1 ");
  CHECK(change([&](auto& transaction) { transaction.reopen_dead_letter(letters[0].id, "lan"); }) ==
        "missing2 bad_date1 ");
  CHECK(change([&](auto& transaction) { transaction.mend_dead_letter(letters[2].id, "{}", "lan"); }) ==
        "missing2 bad_date1 ");
  const std::string_view keys[] = {"c", "b", "c", "z"};
  CHECK(change([&](auto& transaction) { CHECK(transaction.resolve_dead_letters("portal_in", keys) == 2); }) ==
        "missing1 ");
  {
    auto abandoned = store.begin();
    abandoned.dismiss_dead_letter(letters[0].id, "gone", "lan");
  }
  CHECK(waiting() == "missing1 ");
  put(store, {letter("c", 3, "30/02/1991")});  // it waits again
  CHECK(waiting() == "bad_date1 missing1 ");
}

TEST_CASE("letters are listed in the order of their ids whatever they are asked by, from any place on") {
  World world;
  auto store = open(world, nullptr);
  std::vector<DeadLetter> many;
  for (int i = 0; i < 40; ++i) {
    many.push_back(letter("k" + std::to_string(i), i, "1", i % 3 == 0 ? "lists_in" : "portal_in"));
    if (i % 2 == 0) many.back().reasons = {{"missing", "person.full_name", "/name", "fill it in"}};
  }
  put(store, many);
  auto transaction = store.begin();
  for (const auto& each : store.reader().dead_letters({}))
    if (each.key.ends_with('5')) transaction.dismiss_dead_letter(each.id, "gone", "lan");
  transaction.commit();
  auto reader = store.reader();
  const auto all = reader.dead_letters({.state = {}});
  REQUIRE(all.size() == 40);
  const std::string cause = all[0].cause;
  const std::vector<LetterQuery> queries = {
      {},
      {.flow = "lists_in"},
      {.state = {}, .reason_code = "missing"},
      {.state = LetterState::dismissed},
      {.state = {}, .cause = cause},
      {.flow = "portal_in", .state = {}, .reason_code = "bad_date"},
      {.state = {}, .among = std::vector<std::string>{"lists_in", "nobody"}},
      {.state = {}, .among = std::vector<std::string>{}},
      {.flow = "nobody"},
  };
  std::size_t listed = 0;
  for (const LetterQuery& query : queries) {
    std::string wanted, paged;
    for (const auto& each : all)
      if ((!query.state || each.state == *query.state) && (query.flow.empty() || each.flow == query.flow) &&
          (query.reason_code.empty() || each.reasons[0].code == query.reason_code) &&
          (query.cause.empty() || each.cause == query.cause) &&
          (!query.among || std::ranges::find(*query.among, each.flow) != query.among->end()))
        wanted += each.key + " ";
    LetterQuery part = query;
    for (part.limit = 3;;) {
      const auto letters = reader.dead_letters(part);
      if (letters.empty()) break;
      listed += letters.size();
      for (const auto& each : letters) paged += each.key + " ";
      part.after_id = letters.back().id;
    }
    CHECK(paged == wanted);
  }
  CHECK(listed > 100);
}

TEST_CASE("a letter whose record changed stands in the order of its new bytes, one that was only sent again does not") {
  World world;
  auto store = open(world, nullptr);
  put(store, {letter("a", 1, "1"), letter("b", 2, "2"), letter("c", 3, "3")});
  world.clock.advance(1000);
  put(store, {letter("c", 3, "3"), letter("b", 2, "2"), letter("a", 9, "9")});
  auto reader = store.reader();
  std::string order;
  for (const auto id : reader.dead_letter_ids({})) order += reader.dead_letter(id)->key;
  CHECK(order == "bca");
}

TEST_CASE("with keys nothing of what a record says lies open, and it reads as before") {
  World world;
  auto store = open(world, keys_of(first_key));
  put(store, {letter("a", 1, "31/02/1990")});
  auto transaction = store.begin();
  CHECK(transaction.mend_dead_letter(only(store).id, R"({"name":"NGUYỄN VĂN MỚI"})", "lan"));
  transaction.commit();
  const std::string lies = as_it_lies(world);
  CHECK(lies.find("NGUYỄN") == std::string::npos);
  CHECK(lies.find("31/02/1990") == std::string::npos);
  CHECK(lies.find(keys_of(first_key)->id()) != std::string::npos);
  const DeadLetter read = only(store);
  CHECK(read.payload == letter("a", 1, "31/02/1990").payload);
  CHECK(read.reasons.at(0).message == "'31/02/1990' is no day");
  CHECK(read.mended == R"({"name":"NGUYỄN VĂN MỚI"})");
  CHECK(read.unreadable.empty());
}

TEST_CASE("a store of form 3 is brought to this one: letters get their cause and are sealed, and lose nothing") {
  World world;
  {
    auto store = open(world, nullptr);
    std::vector<DeadLetter> many;
    many.reserve(2'500);
    for (int i = 0; i < 2'500; ++i) many.push_back(letter("k" + std::to_string(i), i, "31/02/1990"));
    many[7].payload = std::string("bad \xff\xfe bytes");
    put(store, many);
  }
  back_to_form_3(world);
  auto store = open(world, keys_of(first_key));
  const auto counts = store.reader().dead_letter_counts();
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].count == 2'500);
  CHECK(counts[0].cause.code == "bad_date");
  CHECK(as_it_lies(world).find("NGUYỄN") == std::string::npos);
  CHECK(store.reader().letter_keys() == std::vector{keys_of(first_key)->id()});
  const auto letters = store.reader().dead_letters({.limit = 3'000});
  REQUIRE(letters.size() == 2'500);
  CHECK(letters[7].payload == std::string("bad \xff\xfe bytes"));
  CHECK(letters[8].payload == letter("k8", 8, "31/02/1990").payload);
  CHECK(letters[8].received == letters[8].last_seen);
}

TEST_CASE("a new key before the old one seals all letters anew, and the old one can go") {
  World world;
  {
    auto store = open(world, keys_of(first_key));
    put(store, {letter("a", 1, "31/02/1990")});
    auto transaction = store.begin();
    transaction.mend_dead_letter(only(store).id, "{}", "lan");
    transaction.commit();
  }
  open(world, keys_of(second_key + " " + first_key));
  auto store = open(world, keys_of(second_key));
  CHECK(store.reader().letter_keys() == std::vector{keys_of(second_key)->id()});
  CHECK(only(store).payload == letter("a", 1, "31/02/1990").payload);
  CHECK(only(store).mended == "{}");
}

TEST_CASE(
    "without its key a letter is listed by its cause, says which key it needs, cannot be changed, and is whole "
    "again once the key is back") {
  World world;
  {
    auto store = open(world, keys_of(first_key));
    put(store, {letter("a", 1, "31/02/1990")});
  }
  const std::string lay = as_it_lies(world);
  {
    auto store = open(world, keys_of(second_key));
    const DeadLetter read = only(store);
    CHECK_THAT(read.unreadable, Contains(keys_of(first_key)->id()) && Contains("the secret dead_letter_keys"));
    CHECK(read.payload.empty());
    CHECK(read.reasons.at(0).message == "… is no day");
    CHECK(store.reader().dead_letter_counts().at(0).count == 1);
    auto transaction = store.begin();
    CHECK_THROWS_WITH(transaction.mend_dead_letter(read.id, "{}", "lan"), Contains(keys_of(first_key)->id()));
  }
  CHECK(as_it_lies(world) == lay);
  CHECK_THAT(
      [&] {
        auto store = open(world, nullptr);
        return only(store).unreadable;
      }(),
      Contains("no keys were given"));
  auto store = open(world, keys_of(second_key + "\n" + first_key));
  CHECK(only(store).payload == letter("a", 1, "31/02/1990").payload);
}

TEST_CASE("what a person made of a payload stands beside it with who and when, until the source sends other bytes") {
  World world;
  auto store = open(world, keys_of(first_key));
  put(store, {letter("a", 1, "31/02/1990")});
  const std::int64_t id = only(store).id;
  const auto mend = [&](std::string_view payload) {
    auto transaction = store.begin();
    const bool done = transaction.mend_dead_letter(id, payload, "lan");
    transaction.commit();
    return done;
  };
  world.clock.advance(500);
  CHECK(mend(R"({"dob":"1990-02-28"})"));
  put(store, {letter("a", 1, "31/02/1990")});
  CHECK(only(store).mended == R"({"dob":"1990-02-28"})");
  CHECK(only(store).payload == letter("a", 1, "31/02/1990").payload);
  const auto events = store.reader().letter_events(id);
  REQUIRE(events.size() == 1);
  CHECK(events[0].who == "lan");
  CHECK(events[0].at == world.clock.now());
  CHECK(events[0].act == LetterAct::mended);
  put(store, {letter("a", 2, "32/02/1990")});
  CHECK_FALSE(only(store).mended);
  auto transaction = store.begin();
  transaction.dismiss_dead_letter(id, "gone", "lan");
  transaction.commit();
  CHECK_FALSE(mend("{}"));
}

TEST_CASE("a dismissal keeps its reason, who and when, and can be taken back") {
  World world;
  auto store = open(world, nullptr);
  put(store, {letter("a", 1, "31/02/1990")});
  const std::int64_t id = only(store).id;
  auto transaction = store.begin();
  CHECK_FALSE(transaction.reopen_dead_letter(id, "minh"));
  CHECK(transaction.dismiss_dead_letter(id, "người này đã mất", "lan"));
  world.clock.advance(500);
  CHECK(transaction.reopen_dead_letter(id, "minh"));
  CHECK_FALSE(transaction.reopen_dead_letter(id, "minh"));
  transaction.commit();
  CHECK(only(store).closed_reason.empty());
  const auto events = store.reader().letter_events(id);
  REQUIRE(events.size() == 2);
  CHECK(events[0].act == LetterAct::dismissed);
  CHECK(events[0].note == "người này đã mất");
  CHECK(events[0].who == "lan");
  CHECK(events[1].act == LetterAct::reopened);
  CHECK(events[1].who == "minh");
  CHECK(events[1].at == events[0].at + 500);
}
