// Promises of what known source records say anew, many in one batch: as if each had come alone.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using lt::store::Effect;
using store_world::Said;
using store_world::World;

namespace {

std::string key_of(int number) { return "k" + std::to_string(number); }

// Of system `a` alone, but every third of `b` too; every fourth with a dose.
std::vector<Said> people(int count) {
  std::vector<Said> said;
  said.reserve(2 * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    said.push_back({"a",
                    key_of(i),
                    10,
                    {"9990" + std::to_string(10 + i), "", "NAME " + std::to_string(i), "1990", "", "street"},
                    i % 4 == 0 ? 1 : 0,
                    i % 4 == 0 ? "MR" : ""});
  for (int i = 0; i < count; i += 3)
    said.push_back({"b",
                    key_of(i),
                    9,
                    {said[static_cast<std::size_t>(i)].person[0], "BH" + std::to_string(i), "NAME", "", "", ""},
                    0,
                    ""});
  return said;
}

Effect effect_of(const World& world, lt::store::Store& store, const Said& said) {
  return world.tell(store, {said}).records.front();
}

}  // namespace

TEST_CASE("what many known records say in one batch leaves what it leaves one by one") {
  const auto seed = GENERATE(range(0U, 8U));
  std::mt19937 random(seed);
  const auto any = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  World together;
  World alone;
  auto one = together.open();
  auto other = alone.open();
  std::vector<Said> said = people(24);
  together.tell(one, said);
  alone.tell(other, said);
  for (lt::Milliseconds as_of = 20; as_of < 24; ++as_of) {
    std::vector<Said> batch;
    for (Said& record : said) {
      if (record.system == "b" && any(4) != 0) continue;
      record.as_of = as_of - lt::Milliseconds{8} * any(3);
      std::string& citizen = record.person[0];
      switch (any(7)) {
        case 0:  // the same word, earlier or later
          break;
        case 1:
          if (record.dose == 0) citizen = "9990" + std::to_string(10 + any(30));
          break;
        case 2:
          record.person[4] = "+8490000000" + std::to_string(any(3));
          break;
        case 3:
          record.person[5] = "";
          break;
        case 4:
          if (record.dose != 0) record.vaccine = record.vaccine.empty() ? "BCG" : "";
          break;
        default:
          record.person[5] = "street " + std::to_string(any(100));
      }
      batch.push_back(record);
    }
    INFO("seed " << seed << ", batch " << as_of);
    together.tell(one, batch);
    for (const Said& record : batch) alone.tell(other, {record});
    CHECK(store_world::dump(one) == store_world::dump(other));
    CHECK(store_world::problems(one).empty());
  }
}

TEST_CASE("corrections in one batch come after all before them in the feed, what was only said again does not") {
  const World world;
  auto store = world.open();
  std::vector<Said> said = people(2);
  said.resize(2);
  said[0].dose = 0;
  const auto first = world.tell(store, said);
  const auto seq = store.reader().last_seq();
  said[0].person[5] = "";
  said[0].as_of = said[1].as_of = 20;
  const auto again = world.tell(store, said);
  CHECK(again.records == std::vector{Effect::updated, Effect::unchanged});
  CHECK(again.rows == first.rows);
  lt::store::Rows rows;
  store.reader().changes({store.entity("person"), {}, {seq, first.rows.back()}, lt::store::Seq(1) << 60, 10}, rows);
  REQUIRE(rows.rows.size() == 1);
  CHECK(rows.rows.front().id == first.rows.front());
  CHECK(rows.rows.front().values[5].empty());

  // Both were heard at 20.
  for (Said& record : said) {
    record.person[5] = "old street";
    record.as_of = 15;
    CHECK(effect_of(world, store, record) == Effect::superseded);
  }
  CHECK(store_world::problems(store).empty());
}
