// Promises of storing what sources say: idempotent, order-independent, every claim where it belongs.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using lt::store::Effect;
using lt::store::RowId;
using store_world::Said;
using store_world::World;

namespace {

Said full_person(std::string system, std::string key, lt::Milliseconds as_of, std::string citizen, std::string name,
                 std::string insurance = "", std::string dob = "", std::string phone = "", std::string address = "") {
  return {
      std::move(system),
      std::move(key),
      as_of,
      {std::move(citizen), std::move(insurance), std::move(name), std::move(dob), std::move(phone), std::move(address)},
      0,
      ""};
}

Said dose(std::string system, std::string key, lt::Milliseconds as_of, std::string citizen, std::string name,
          int number, std::string vaccine) {
  Said said = full_person(std::move(system), std::move(key), as_of, std::move(citizen), std::move(name));
  said.dose = number;
  said.vaccine = std::move(vaccine);
  return said;
}

std::vector<RowId> all_ids(lt::store::Store& store, int entity) {
  lt::store::Rows rows;
  store.reader().changes({entity, {}, {}, lt::store::Seq(1) << 60, 100000}, rows);
  std::vector<RowId> ids;
  for (const auto& row : rows.rows)
    if (!row.removed) ids.push_back(row.id);
  return ids;
}

}  // namespace

TEST_CASE("a page stored twice changes nothing") {
  World world;
  auto store = world.open();
  const std::vector<Said> page{dose("portal", "d1", 10, "999001", "AN", 1, "COV-AZ"),
                               dose("portal", "d2", 11, "999001", "AN", 2, "COV-AZ"),
                               dose("portal", "d3", 12, "999002", "BINH", 1, "MR")};
  const auto first = world.tell(store, page);
  CHECK(first.records == std::vector<Effect>(3, Effect::created));
  const std::string before = store_world::dump(store);
  const auto seq = store.reader().last_seq();
  const auto second = world.tell(store, page);
  CHECK(second.records == std::vector<Effect>(3, Effect::unchanged));
  CHECK(second.rows == first.rows);
  CHECK(store_world::dump(store) == before);
  CHECK(store.reader().last_seq() == seq);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("an older word of the same source record is superseded, a later one replaces") {
  World world;
  auto store = world.open();
  world.tell(store, {full_person("a", "k", 10, "999001", "AN")});
  CHECK(world.tell(store, {full_person("a", "k", 9, "999001", "OLD")}).records.front() == Effect::superseded);
  CHECK(world.tell(store, {full_person("a", "k", 11, "999001", "NEW")}).records.front() == Effect::updated);
  CHECK(store_world::dump(store).find("NEW") != std::string::npos);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("one batch may say several things under one key: the latest stands and each record is counted") {
  World world;
  auto store = world.open();
  const auto told =
      world.tell(store, {full_person("a", "k", 10, "999001", "ONE"), full_person("a", "k", 12, "999001", "THREE"),
                         full_person("a", "k", 11, "999001", "TWO"), full_person("a", "k", 12, "999001", "THREE")});
  CHECK(told.records == std::vector<Effect>{Effect::created, Effect::updated, Effect::superseded, Effect::unchanged});
  CHECK(store_world::dump(store).find("THREE") != std::string::npos);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("the same new key twice in one batch meets itself") {
  World world;
  auto store = world.open();
  const auto told =
      world.tell(store, {full_person("a", "k1", 10, "999001", "AN"), full_person("a", "k2", 11, "999001", "ÂN")});
  CHECK(told.rows[0] == told.rows[1]);
  CHECK(store.reader().count(store.entity("person")) == 1);
  CHECK(store_world::dump(store).find("ÂN") != std::string::npos);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a second source sets row and source record apart, and explain names winners and losers") {
  World world;
  auto store = world.open();
  world.tell(store, {full_person("clinic", "c1", 20, "999001", "AN", "", "1990", "+84900000001", "clinic street")});
  const auto told =
      world.tell(store, {full_person("registry", "r1", 10, "999001", "NGUYỄN AN", "BH1", "", "", "registry street")});
  const auto explained = store.reader().explain(store.entity("person"), told.rows.front());
  REQUIRE(explained);
  const auto field = [&](std::string_view name) {
    return *std::find_if(explained->fields.begin(), explained->fields.end(),
                         [&](const auto& candidate) { return candidate.field == name; });
  };
  CHECK(field("full_name").value == "AN");
  REQUIRE(field("full_name").losers.size() == 1);
  CHECK(field("full_name").losers.front().system == "registry");
  CHECK(field("address").value == "registry street");
  CHECK(field("address").rule == lt::model::MergeRule::priority);
  CHECK(field("insurance_id").winner->key == "r1");
  CHECK(field("phone").winner->system == "clinic");
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a corrected key of a lone source stays on its row") {
  World world;
  auto store = world.open();
  const auto before = world.tell(store, {full_person("a", "k", 10, "999001", "AN")});
  const auto after = world.tell(store, {full_person("a", "k", 11, "999002", "AN")});
  CHECK(after.rows == before.rows);
  CHECK(after.entities[0].removed == 0);
  CHECK(store.reader().find(store.entity("person"), "999002") == after.rows.front());
}

TEST_CASE("a claim whose corrected key is another row's moves there, and the empty row leaves a tombstone") {
  World world;
  auto store = world.open();
  const auto first =
      world.tell(store, {full_person("a", "k1", 10, "999001", "AN"), full_person("b", "k2", 10, "999002", "BINH")});
  const auto seq = store.reader().last_seq();
  const auto moved = world.tell(store, {full_person("b", "k2", 11, "999001", "BINH")});
  CHECK(moved.rows.front() == first.rows[0]);
  CHECK(moved.entities[0].removed == 1);
  lt::store::Rows rows;
  store.reader().changes({store.entity("person"), {}, {seq, 0}, 1 << 30, 10}, rows);
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0].removed);
  CHECK(rows.rows[0].id == first.rows[1]);
  CHECK(rows.rows[0].values[0].as_text() == "999002");
  CHECK(rows.rows[1].id == first.rows[0]);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a claim that leaves a shared row takes along what its own source referred there") {
  World world;
  auto store = world.open();
  world.tell(store,
             {dose("portal", "d1", 10, "999001", "AN", 1, "MR"), full_person("registry", "r1", 10, "999001", "AN"),
              full_person("registry", "r2", 10, "999002", "BINH")});
  // The portal's record of the person 999001 was BINH all the time.
  lt::model::Value values[6] = {lt::model::Value::text("999002"), {}, lt::model::Value::text("BINH"), {}, {}, {}};
  lt::model::EntityRecord record{world.model.find("person"), values, "999001", 77, 20};
  lt::store::Incoming incoming{{&record, 1}};
  auto transaction = store.begin();
  transaction.absorb(1, {"portal", "people"}, {&incoming, 1});
  transaction.commit();
  const std::string dump = store_world::dump(store);
  CHECK(dump.find("999002\t1\tMR") != std::string::npos);
  CHECK(dump.find("999001\t1\tMR") == std::string::npos);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("two persons found to be one bring their doses together") {
  World world;
  auto store = world.open();
  world.tell(store,
             {dose("portal", "d1", 10, "999001", "AN", 1, "MR"), dose("clinic", "c1", 10, "999002", "AN", 1, "MR2"),
              dose("clinic", "c2", 10, "999002", "AN", 2, "BCG")});
  lt::model::Value values[6] = {lt::model::Value::text("999001"), {}, lt::model::Value::text("AN"), {}, {}, {}};
  lt::model::EntityRecord record{world.model.find("person"), values, "999002", 78, 20};
  lt::store::Incoming incoming{{&record, 1}};
  auto transaction = store.begin();
  transaction.absorb(1, {"clinic", "people"}, {&incoming, 1});
  transaction.commit();
  CHECK(store.reader().count(store.entity("person")) == 1);
  CHECK(store.reader().count(store.entity("dose")) == 2);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a weak key joins two that look alike, never two whose strong keys differ, never one of two look-alikes") {
  World world;
  auto store = world.open();
  const auto a = world.tell(store, {full_person("a", "1", 1, "999001", "AN", "", "1990", "+84900000001")});
  const auto b = world.tell(store, {full_person("b", "1", 2, "", "AN", "", "1990", "+84900000001")});
  CHECK(a.rows == b.rows);
  const auto c = world.tell(store, {full_person("c", "1", 3, "999002", "AN", "", "1990", "+84900000001")});
  CHECK(c.rows != a.rows);
  CHECK(c.entities[0].conflicts == 0);
  const auto d = world.tell(store, {full_person("d", "1", 4, "", "AN", "", "1990", "+84900000001")});
  CHECK(d.rows != a.rows);
  CHECK(d.rows != c.rows);
  CHECK(d.entities[0].conflicts == 1);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("where two keys point to two rows the first decides and the conflict is counted") {
  World world;
  auto store = world.open();
  const auto rows =
      world.tell(store, {full_person("a", "1", 1, "999001", "AN"), full_person("b", "1", 1, "", "BINH", "BH2")}).rows;
  const auto both = world.tell(store, {full_person("c", "1", 2, "999001", "AN", "BH2")});
  CHECK(both.rows.front() == rows[0]);
  CHECK(both.entities[0].conflicts == 1);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("any order of arrival gives the same dump") {
  World world;
  std::mt19937 random(20261121);
  std::vector<Said> said;
  const char* systems[] = {"portal", "clinic", "registry"};
  for (int i = 0; i < 60; ++i)
    for (const char* system : systems) {
      if (random() % 3 == 0) continue;
      const std::string citizen = "9990" + std::to_string(100 + i);
      const int versions = 1 + static_cast<int>(random() % 3);
      for (int version = 0; version < versions; ++version) {
        const auto as_of = static_cast<lt::Milliseconds>(1000 * (1 + random() % 50) + said.size());
        Said one =
            random() % 2
                ? dose(system, "k" + std::to_string(i), as_of, citizen, "NAME " + std::to_string(random() % 9),
                       1 + static_cast<int>(random() % 2) * 0, "V" + std::to_string(random() % 5))
                : full_person(system, "p" + std::to_string(i), as_of, citizen, "NAME " + std::to_string(random() % 9),
                              random() % 2 ? "BH" + std::to_string(i) : "", "", "",
                              "ADDRESS " + std::to_string(random() % 9));
        said.push_back(std::move(one));
      }
    }
  std::string expected;
  for (int round = 0; round < 6; ++round) {
    world.remove_store();
    auto store = world.open();
    const std::size_t step = 1 + random() % 40;
    for (std::size_t begin = 0; begin < said.size(); begin += step)
      world.tell(store, {said.begin() + static_cast<std::ptrdiff_t>(begin),
                         said.begin() + static_cast<std::ptrdiff_t>(std::min(said.size(), begin + step))});
    const std::string dump = store_world::dump(store);
    if (expected.empty()) expected = dump;
    CHECK(dump == expected);
    CHECK(store_world::problems(store).empty());
    CHECK(all_ids(store, store.entity("person")).size() ==
          static_cast<std::size_t>(store.reader().count(store.entity("person"))));
    std::shuffle(said.begin(), said.end(), random);
  }
}
