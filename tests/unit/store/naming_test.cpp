// Promises of naming: what a destination calls a delivered row leads what it says there to the row, whichever came
// first.
#include "store_world.hpp"

#include <catch2/catch.hpp>

using lt::store::Effect;
using store_world::person;
using store_world::Said;
using store_world::World;

namespace {

// The centre calls the row `number`, which it keeps in insurance_id.
void name_row(lt::store::Store& store, const World& world, lt::store::RowId row, const std::string& number) {
  auto transaction = store.begin();
  const int entity = store.entity("person");
  const int field = *world.model.find("person")->field("insurance_id");
  transaction.name_row(7, {"centre", "people_out"}, {entity, row, field}, number);
  transaction.commit();
}

}  // namespace

TEST_CASE("what the centre says later under the name that it gave is said of the row") {
  World world;
  auto store = world.open();
  const auto row = world.tell(store, {person("app", "k", 10, "999001", "", "AN")}).rows.front();
  const auto before = store.reader().last_seq();
  name_row(store, world, row, "N1");
  CHECK(store.reader().last_seq() > before);  // the feed tells of the name
  const auto answered = world.tell(store, {person("centre", "N1", 20, "", "N1", "AN", "trả lời")});
  CHECK(answered.rows.front() == row);
  CHECK(answered.records.front() == Effect::updated);
  CHECK(store.reader().count(store.entity("person")) == 1);
  CHECK_THAT(store_world::dump(store), Catch::Contains("trả lời"));
  name_row(store, world, row, "N1");  // again changes nothing
  CHECK_THAT(store_world::dump(store), Catch::Contains("trả lời"));
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("what the centre said before the hub knew the name comes over, with whatever refers to it") {
  World world;
  auto store = world.open();
  const auto row = world.tell(store, {person("app", "k", 10, "999001", "", "AN")}).rows.front();
  Said dose = person("clinic", "d", 15, "", "N1", "AN");
  dose.dose = 1;
  dose.vaccine = "AZ";
  const auto early = world.tell(store, {person("centre", "N1", 20, "", "N1", "AN", "sớm"), dose});
  CHECK(early.rows.front() != row);
  CHECK(store.reader().count(store.entity("person")) == 2);
  name_row(store, world, row, "N1");
  CHECK(store.reader().count(store.entity("person")) == 1);
  const auto later = world.tell(store, {person("centre", "N1", 30, "", "N1", "AN", "muộn")});
  CHECK(later.rows.front() == row);
  CHECK_THAT(store_world::dump(store), Catch::Contains("muộn"));
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a row that bears the name and is known to be somebody else stays apart") {
  World world;
  auto store = world.open();
  const auto row = world.tell(store, {person("app", "k", 10, "999001", "", "AN")}).rows.front();
  world.tell(store, {person("registry", "r", 20, "999002", "N1", "BINH")});
  name_row(store, world, row, "N1");
  CHECK(store.reader().count(store.entity("person")) == 2);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("the only word of a row that comes over leaves nothing behind") {
  World world;
  auto store = world.open();
  const auto row = world.tell(store, {person("app", "k", 10, "999001", "", "AN")}).rows.front();
  world.tell(store, {person("centre", "N1", 20, "", "N1", "AN", "sớm")});
  name_row(store, world, row, "N1");
  CHECK(store.reader().count(store.entity("person")) == 1);
  CHECK_THAT(store_world::dump(store), Catch::Contains("sớm"));
  name_row(store, world, 9'999, "N2");  // a row that is gone
  CHECK(store.reader().count(store.entity("person")) == 1);
  CHECK(store_world::problems(store).empty());
}
