// Promises of the change feed: nothing is skipped, nothing comes twice without a change, referring rows are due too.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <thread>

using lt::store::FeedPosition;
using lt::store::RowId;
using lt::store::Rows;
using store_world::citizen;
using store_world::Said;
using store_world::World;

namespace {

Said dose(std::string key, lt::Milliseconds as_of, std::string citizen_id, std::string name, int number) {
  Said said = citizen("portal", std::move(key), as_of, std::move(citizen_id), std::move(name));
  said.dose = number;
  said.vaccine = "MR";
  return said;
}

std::vector<RowId> read_all(lt::store::Reader& reader, int entity, FeedPosition& position, int limit,
                            std::vector<int> references = {}) {
  std::vector<RowId> ids;
  Rows rows;
  do {
    reader.changes({entity, references, position, 1 << 30, limit}, rows);
    for (const auto& row : rows.rows) ids.push_back(row.id);
    position = rows.last;
  } while (rows.more);
  return ids;
}

}  // namespace

TEST_CASE("the feed gives every row once in pieces of any size") {
  World world;
  auto store = world.open();
  std::vector<Said> said;
  for (int i = 0; i < 100; ++i)
    said.push_back(citizen("a", std::to_string(i), 1, "9990" + std::to_string(100 + i), "AN"));
  world.tell(store, said);
  for (int i = 0; i < 100; i += 3) said[static_cast<std::size_t>(i)].person[2] = "BINH";
  world.tell(store, said);
  auto reader = store.reader();
  for (const int limit : {1, 7, 100, 1000}) {
    FeedPosition position;
    const auto ids = read_all(reader, store.entity("person"), position, limit);
    CHECK(ids.size() == 100);
    CHECK(std::set<RowId>(ids.begin(), ids.end()).size() == 100);
    CHECK(read_all(reader, store.entity("person"), position, limit).empty());
  }
}

TEST_CASE("only what changed since a position is due") {
  World world;
  auto store = world.open();
  world.tell(store, {citizen("a", "1", 1, "999001", "AN"), citizen("a", "2", 1, "999002", "BINH")});
  auto reader = store.reader();
  FeedPosition position;
  read_all(reader, store.entity("person"), position, 10);
  const auto changed =
      world.tell(store, {citizen("a", "2", 2, "999002", "BÌNH"), citizen("a", "3", 2, "999003", "CHI")});
  const auto ids = read_all(reader, store.entity("person"), position, 10);
  CHECK(std::set<RowId>(ids.begin(), ids.end()) == std::set<RowId>(changed.rows.begin(), changed.rows.end()));
}

TEST_CASE("when a referred row changes, the rows that refer to it are due where the flow reads it") {
  World world;
  auto store = world.open();
  std::vector<Said> said;
  for (int i = 1; i <= 5; ++i) said.push_back(dose("d" + std::to_string(i), 1, "999001", "AN", i));
  said.push_back(dose("other", 1, "999002", "BINH", 1));
  world.tell(store, said);
  auto reader = store.reader();
  const int entity = store.entity("dose");
  const int person_field = *world.model.find("dose")->field("person");
  FeedPosition with, without;
  CHECK(read_all(reader, entity, with, 4, {person_field}).size() == 6);
  read_all(reader, entity, without, 4);
  world.tell(store, {citizen("registry", "r", 5, "999001", "NGUYỄN AN")});
  CHECK(read_all(reader, entity, without, 2).empty());
  for (const int limit : {1, 2, 10}) {
    FeedPosition position = with;
    CHECK(read_all(reader, entity, position, limit, {person_field}).size() == 5);
  }
}

TEST_CASE("rows come by id in the order asked, absent ones left out") {
  World world;
  auto store = world.open();
  const auto told = world.tell(store, {citizen("a", "1", 1, "999001", "AN"), citizen("a", "2", 1, "999002", "BINH")});
  Rows rows;
  const std::vector<RowId> ids{told.rows[1], 999'999, told.rows[0]};
  store.reader().rows(store.entity("person"), ids, rows);
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0].values[2].as_text() == "BINH");
  CHECK(rows.rows[1].values[2].as_text() == "AN");
}

TEST_CASE("two flows that write at once lose nothing, and a reader beside them skips nothing") {
  World world;
  auto store = world.open();
  constexpr int rounds = 40;
  constexpr int each = 10;
  const auto write = [&](const std::string& system) {
    for (int round = 0; round < rounds; ++round) {
      std::vector<Said> said;
      for (int i = 0; i < each; ++i) {
        const std::string number = std::to_string(10000 + round * each + i);
        said.push_back(citizen(system, number, 1, (system == "a" ? "9991" : "9992") + number, "AN"));
      }
      world.tell(store, said);
    }
  };
  std::thread first(write, "a");
  std::thread second(write, "b");
  auto reader = store.reader();
  FeedPosition position;
  std::set<RowId> seen;
  while (seen.size() < 2 * rounds * each)
    for (const RowId id : read_all(reader, store.entity("person"), position, 13)) CHECK(seen.insert(id).second);
  first.join();
  second.join();
  CHECK(store.reader().count(store.entity("person")) == 2 * rounds * each);
  CHECK(store_world::problems(store).empty());
}
