// Promises of erasing a person: no table holds anything of them, nobody else loses anything, and a proof is left.
#include "base/error.hpp"
#include "citizens.hpp"
#include "store/transfer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using lt::model::Value;
using lt::store::Delivery;
using lt::store::DeliveryState;
using lt::store::Effect;
using lt::store::Erasure;
using lt::store::RowId;
using store_world::an_number;
using store_world::binh_number;

namespace {

class Erasing : public store_world::Citizens {
 public:
  lt::store::ErasureOrder order(RowId row) {
    return {.entity = store->entity("person"),
            .row = row,
            .reason = "request 17",
            .who = "lan",
            .in_flows = {{"all_in", {"a", "all"}}}};
  }

  Erasure erase(RowId row) {
    auto transaction = store->begin();
    Erasure erasure = transaction.erase(order(row));
    transaction.commit();
    return erasure;
  }

  std::int64_t count(const char* entity) { return store->reader().count(store->entity(entity)); }

  void put(const Delivery& delivery) {
    auto transaction = store->begin();
    transaction.put_deliveries("app_out", std::vector{delivery});
    transaction.commit();
  }

  // The only delivery of a row; nothing where there is none.
  std::optional<Delivery> delivery_of(RowId row) {
    const auto found = store->reader().deliveries("app_out", std::vector{row});
    return found.empty() ? std::nullopt : std::optional(found.front());
  }

  void put_letter(const char* key, RowId row, const std::string& payload) {
    lt::store::DeadLetter letter;
    letter.flow = row != 0 ? "app_out" : "all_in";
    letter.direction = row != 0 ? lt::store::Direction::out : lt::store::Direction::in;
    letter.key = key;
    letter.row = row;
    letter.step = "map";
    letter.reasons = {{"bad_date", "person.dob", "/dob", "no day"}};
    letter.payload = payload;
    auto transaction = store->begin();
    transaction.put_dead_letter(1, letter);
    transaction.commit();
  }

  // Columns that hold a text, of all tables, the store's own and those of entities.
  std::vector<std::string> places_of(const std::string& text) {
    std::vector<std::string> places;
    const auto connection = connect();
    for (const std::string& table : connection->tables())
      for (const auto& column : connection->form(table).columns) {
        if (column.type != lt::store::ColumnType::text || column.name == "payload") continue;
        const std::string name = lt::store::sql_name(column.name);
        if (connection->integer("SELECT count(*) FROM " + lt::store::sql_name(table) + " WHERE CAST(" + name +
                                " AS TEXT) LIKE '%" + text + "%'") != 0)
          places.push_back(table + "." + column.name);
      }
    return places;
  }
};

}  // namespace

TEST_CASE_METHOD(Erasing, "a person is erased with all that is theirs, and no text anywhere names them") {
  CHECK_FALSE(places_of(an_number).empty());
  tell("person", an_number, {Value::text("999185000999")});  // a second number, and the first again
  tell("person", an_number, {Value::text(an_number)});
  const Erasure erasure = erase(an);
  CHECK(places_of(an_number).empty());
  CHECK(places_of("999185000999").empty());
  CHECK(count("person") == 1);
  CHECK(count("dose") == 1);
  CHECK(count("note") == 0);
  CHECK(erasure.counts.at("person") == 1);
  CHECK(erasure.counts.at("note") == 2);
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Erasing, "who was merged of two is erased with both numbers, with what was said and asked of them") {
  const std::string reason = std::string(an_number) + " is " + binh_number;
  const auto third = tell("person", "999185000789", {Value::text("999185000789")});
  {
    auto transaction = store->begin();
    transaction.put_question(store->entity("person"), third, an, 2.5, "{\"a\": \"" + std::string(an_number) + "\"}");
    transaction.say_same(store->entity("person"), an, binh, {"lan", reason});
    transaction.commit();
  }
  const Erasure erasure = erase(an);
  CHECK(places_of(an_number).empty());
  CHECK(places_of(binh_number).empty());
  CHECK(count("person") == 1);
  CHECK(count("dose") == 0);
  CHECK(erasure.counts.at("identity_judgement") == 1);
  CHECK(erasure.counts.at("identity_question") == 1);
  CHECK(store->reader().judgements().front().who == "lan");
  CHECK(store_world::problems(*store).empty());
  tell("person", binh_number, {Value::text(binh_number)});
  CHECK(count("person") == 1);
}

TEST_CASE_METHOD(Erasing, "what is of others too stays, and lets go of who was erased") {
  erase(an);
  const auto stand = [&](const char* entity, RowId row) {
    return store->reader().explain(store->entity(entity), row).has_value();
  };
  CHECK(stand("place", market));
  CHECK(stand("illness", other_illness));
  CHECK(stand("visit", other_visit));
  CHECK(stand("meeting", meeting));
  CHECK_FALSE(stand("visit", visit));
  const auto left = store->reader().explain(store->entity("illness"), other_illness);
  REQUIRE(left);
  for (const auto& field : left->fields)
    if (field.field == "source") CHECK(field.value.empty());
  CHECK_FALSE(places_of(binh_number).empty());
}

TEST_CASE_METHOD(Erasing, "a source that sends an erased person again is told that they were erased") {
  erase(an);
  const std::string before = store_world::dump(*store);
  std::vector<Value> person{Value::text(an_number)};
  const auto again = say({record("person", an_number, person)});
  CHECK(again.records.front() == Effect::erased);
  CHECK(again.entities[static_cast<std::size_t>(store->entity("person"))].erased == 1);
  std::vector<Value> new_dose{Value::integer(1), Value::integer(2)};
  CHECK(say({record("dose", "new", new_dose), record("person", an_number, person)}).records.front() == Effect::erased);
  CHECK(store_world::dump(*store) == before);
  CHECK(places_of(an_number).empty());
}

TEST_CASE_METHOD(Erasing, "what a source says of others goes in, without the one who was erased") {
  erase(an);
  std::vector<Value> person{Value::text(binh_number)};
  std::vector<Value> source_case{Value::text("F0"), Value(), Value()};
  std::vector<Value> next_case{Value::text("F2"), Value::integer(1), Value::integer(2)};
  const auto absorbed = say({record("illness", "F2", next_case), record("person", binh_number, person),
                             record("illness", "F0", source_case)});
  CHECK(absorbed.records.front() == Effect::created);
  CHECK(absorbed.entities[static_cast<std::size_t>(store->entity("illness"))].erased == 1);
  CHECK(count("illness") == 2);
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Erasing, "another process knows of an erasure with its next transaction") {
  auto other = lt::store::Store::open(keyed(lt::store::Access::command), model, clock);
  std::vector<Value> person{Value::text(an_number)};
  std::vector<lt::model::EntityRecord> records{record("person", an_number, person)};
  std::vector<lt::store::Incoming> batch{{records}};
  CHECK(other.begin().absorb(1, {"a", "all"}, batch).records.front() == Effect::unchanged);
  erase(an);
  CHECK(other.begin().absorb(1, {"a", "all"}, batch).records.front() == Effect::erased);
}

TEST_CASE_METHOD(Erasing, "a destination is told to delete what it holds, and its name for it goes when it has") {
  put({.row = an, .hash = 5, .seq = an, .remote_id = "remote", .error = ""});
  put({.row = dose, .state = DeliveryState::retry, .seq = dose, .remote_id = "", .error = "no such person"});
  const auto before = store->reader().last_seq();
  const Erasure erasure = erase(an);
  CHECK(erasure.counts.at("delivery") == 1);
  CHECK(erasure.counts.at("delivery, to be taken back") == 1);
  lt::store::Rows due;
  store->reader().changes({store->entity("person"), {}, {before, 0}, lt::store::Seq(1) << 60, 10}, due);
  REQUIRE(due.rows.size() == 1);
  CHECK(due.rows.front().removed);
  CHECK(delivery_of(an)->remote_id == "remote");
  CHECK_FALSE(delivery_of(dose));
  put({.row = an, .state = DeliveryState::withheld, .seq = before, .remote_id = "remote", .error = ""});
  CHECK_FALSE(delivery_of(an));
  put({.row = binh, .state = DeliveryState::withheld, .seq = before, .remote_id = "", .error = ""});
  CHECK(delivery_of(binh));
}

TEST_CASE_METHOD(Erasing, "dead letters of the person go: by their row, by the source's key, by what they say") {
  put_letter("person:1", an, "{}");
  put_letter("d", 0, "{}");
  put_letter("x", 0, std::string("{\"number\":\"") + an_number + "\"}");
  put_letter("y", 0, std::string("{\"number\":\"") + binh_number + "\"}");
  CHECK(erase(an).counts.at("dead_letter") == 3);
  const auto left = store->reader().dead_letters({});
  REQUIRE(left.size() == 1);
  CHECK(left.front().key == "y");
}

TEST_CASE_METHOD(Erasing, "a rehearsal counts and changes nothing") {
  const std::string before = store_world::dump(*store);
  Erasure rehearsed;
  {
    auto transaction = store->begin();
    rehearsed = transaction.erase(order(an));
  }
  CHECK(store_world::dump(*store) == before);
  CHECK(store->reader().erasures().empty());
  tell("person", an_number, {Value::text(an_number)});
  CHECK(count("person") == 2);
  CHECK(erase(an).counts == rehearsed.counts);
}

TEST_CASE_METHOD(Erasing, "proofs follow from one another, and who changes one is seen") {
  const Erasure first = erase(an);
  const Erasure second = erase(binh);
  CHECK(first.id == 1);
  CHECK(second.id == 2);
  auto proofs = store->reader().erasures();
  REQUIRE(proofs.size() == 2);
  CHECK(proofs[0].proof == first.proof);
  CHECK(proofs[1].who == "lan");
  CHECK(std::ranges::all_of(proofs, [](const Erasure& proof) { return proof.holds && proof.key_is_here; }));
  connect(true)->execute("UPDATE erasure SET reason = 'another' WHERE id = 1");
  proofs = store->reader().erasures();
  CHECK_FALSE(proofs[0].holds);
  CHECK(proofs[1].holds);
  connect(true)->execute("DELETE FROM erasure WHERE id = 1");
  CHECK_FALSE(store->reader().erasures().front().holds);
}

TEST_CASE_METHOD(Erasing, "who was told of an erased person can still be said, by the row") {
  erase(an);
  CHECK(rows_about("person", an).contains(an));
  CHECK(rows_about("person", an).contains(dose));
  CHECK_FALSE(about("person", an).stands);
}

TEST_CASE_METHOD(Erasing, "nobody is erased who never was, or without the keys") {
  CHECK_THROWS_AS(erase(999'999), lt::Error);
  const RowId row = an;
  store.reset();
  auto keyless = open(lt::store::Access::command);
  auto transaction = keyless.begin();
  CHECK_THROWS_AS(
      transaction.erase({.entity = keyless.entity("person"), .row = row, .reason = "r", .who = "w", .in_flows = {}}),
      lt::Error);
}

TEST_CASE_METHOD(Erasing, "in an older copy, who was erased since is erased again by the list, and proofs go on") {
  const auto backup = folder.path / "backup.db";
  lt::store::back_up_store(options(lt::store::Access::command), backup, model, {});
  const Erasure first = erase(an);
  const std::string list = lt::store::to_json(store->reader().erasure_records());
  CHECK(list.find(an_number) == std::string::npos);

  auto restored_options = keyed(lt::store::Access::command);
  restored_options.path = folder.path / "restored.db";
  restored_options.url = "";
  lt::store::restore_store(backup, restored_options, model, {});
  auto restored = lt::store::Store::open(restored_options, model, clock);
  CHECK(store_world::dump(restored).find(an_number) != std::string::npos);
  const auto again = [&] {
    auto transaction = restored.begin();
    auto done =
        transaction.erase_again(lt::store::erasure_records(list), {.reason = "again", .who = "lan", .in_flows = {}});
    transaction.commit();
    return done;
  };
  const auto done = again();
  REQUIRE(done.size() == 1);
  CHECK(done.front().counts == first.counts);
  CHECK(store_world::dump(restored) == store_world::dump(*store));
  CHECK(store_world::problems(restored).empty());
  const auto proofs = restored.reader().erasures();
  REQUIRE(proofs.size() == 2);
  CHECK(proofs[0].proof == first.proof);
  CHECK(proofs[1].reason == "again");
  CHECK(std::ranges::all_of(proofs, [](const Erasure& proof) { return proof.holds; }));
  CHECK(again().empty());

  std::vector<Value> person{Value::text(an_number)};
  std::vector<lt::model::EntityRecord> records{record("person", an_number, person)};
  std::vector<lt::store::Incoming> batch{{records}};
  CHECK(restored.begin().absorb(1, {"a", "all"}, batch).records.front() == Effect::erased);
}

TEST_CASE_METHOD(Erasing, "a list of erasures that was changed, is another store's or lacks its key is refused") {
  erase(an);
  const std::string list = lt::store::to_json(store->reader().erasure_records());
  std::string changed = list;
  changed.replace(changed.find("lan"), 3, "meo");
  CHECK_THROWS_AS(lt::store::erasure_records(changed), lt::Error);
  CHECK_THROWS_AS(lt::store::erasure_records("{}"), lt::Error);
  const auto records = lt::store::erasure_records(list);

  Erasing another;
  another.erase(another.binh);
  const lt::store::ErasureOrder like{.reason = "again", .who = "lan", .in_flows = {}};
  CHECK_THROWS_AS(another.store->begin().erase_again(records, like), lt::Error);

  store.reset();
  auto keyless = open(lt::store::Access::command);
  CHECK_THROWS_AS(keyless.begin().erase_again(records, like), lt::Error);
}
