// Promises of withdrawing: what a source says no more counts no more, and nothing else is touched.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <array>

using lt::store::Effect;
using lt::store::Source;
using store_world::citizen;
using store_world::Said;
using store_world::World;

namespace {

// The stream under which World::tell speaks.
Source source_of(lt::store::Store& store, const std::string& system) {
  const auto row = store.reader().find(store.entity("person"), "999001");
  const auto explained = store.reader().explain(store.entity("person"), *row);
  for (const auto& field : explained->fields) {
    if (field.winner && field.winner->system == system) return {system, field.winner->stream};
    for (const auto& loser : field.losers)
      if (loser.system == system) return {system, loser.stream};
  }
  return {};
}

Effect withdraw(lt::store::Store& store, const Source& source, std::string_view key) {
  auto transaction = store.begin();
  const std::array keys{key};
  const auto withdrawn = transaction.withdraw(source, store.entity("person"), keys);
  transaction.commit();
  return withdrawn.records.front();
}

}  // namespace

TEST_CASE("a row of which its only source says nothing more is removed, and the feed tells") {
  World world;
  auto store = world.open();
  const auto told = world.tell(store, {citizen("hub", "k", 10, "999001", "AN")});
  const auto before = store.reader().last_seq();
  const Source source = source_of(store, "hub");
  CHECK(withdraw(store, source, "k") == Effect::updated);
  CHECK(store.reader().count(store.entity("person")) == 0);
  lt::store::Rows rows;
  store.reader().changes({store.entity("person"), {}, {before, 0}, lt::store::Seq(1) << 60, 10}, rows);
  REQUIRE_FALSE(rows.rows.empty());
  CHECK(rows.rows.back().removed);
  CHECK(rows.rows.back().id == told.rows.front());
  CHECK(withdraw(store, source, "k") == Effect::absent);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a row of which others speak falls back to what they say") {
  World world;
  auto store = world.open();
  world.tell(store, {citizen("portal", "p", 10, "999001", "AN", "1"), citizen("hub", "k", 20, "999001", "AN", "2")});
  const int entity = store.entity("person");
  const auto row = *store.reader().find(entity, "999001");
  CHECK(withdraw(store, source_of(store, "hub"), "k") == Effect::updated);
  const auto explained = store.reader().explain(entity, row);
  for (const auto& field : explained->fields) {
    CHECK(field.losers.empty());
    if (field.field == "phone") CHECK(field.value == "1");
  }
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("withdrawing what others say as well changes no row and moves no place in the feed") {
  World world;
  auto store = world.open();
  world.tell(store, {citizen("portal", "p", 10, "999001", "AN"), citizen("hub", "k", 5, "999001", "AN")});
  const Source source = source_of(store, "hub");
  const auto seq = store.reader().last_seq();
  CHECK(withdraw(store, source, "k") == Effect::unchanged);
  CHECK(store.reader().last_seq() == seq);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("who must refer to a row that goes for good goes with it") {
  World world;
  auto store = world.open();
  Said dose = citizen("hub", "k", 10, "999001", "AN");
  dose.dose = 1;
  dose.vaccine = "COV-AZ";
  world.tell(store, {dose});
  CHECK(store.reader().count(store.entity("dose")) == 1);
  const Source source = source_of(store, "hub");
  const auto explained =
      store.reader().explain(store.entity("person"), *store.reader().find(store.entity("person"), "999001"));
  const std::string key = explained->fields.front().winner->key;
  CHECK(withdraw(store, source, key) == Effect::updated);
  CHECK(store.reader().count(store.entity("person")) == 0);
  CHECK(store.reader().count(store.entity("dose")) == 0);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a withdrawal that is rolled back was none") {
  World world;
  auto store = world.open();
  world.tell(store, {citizen("hub", "k", 10, "999001", "AN")});
  const std::string before = store_world::dump(store);
  const Source source = source_of(store, "hub");
  {
    auto transaction = store.begin();
    const std::array<std::string_view, 1> keys{"k"};
    CHECK(transaction.withdraw(source, store.entity("person"), keys).records.front() == Effect::updated);
  }
  CHECK(store_world::dump(store) == before);
}
