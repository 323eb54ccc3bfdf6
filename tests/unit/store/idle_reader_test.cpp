// Promises of readers that rest and are taken again.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

using store_world::World;

namespace {

store_world::Said numbered(int number) {
  const std::string digits = std::to_string(100000 + number);
  return store_world::citizen("a", digits, 1, "999000" + digits, "NGUYỄN " + digits);
}

// How often this process has the file open.
std::ptrdiff_t times_open(const std::filesystem::path& file) {
  const std::filesystem::directory_iterator open("/proc/self/fd");
  return std::count_if(begin(open), end(open), [&](const auto& each) {
    std::error_code gone;
    return std::filesystem::read_symlink(each, gone) == file;
  });
}

}  // namespace

TEST_CASE("a reader that rested sees what was written meanwhile") {
  const World world;
  auto store = world.open();
  const int person = store.entity("person");
  for (int number = 1; number <= 3; ++number) {
    world.tell(store, {numbered(number)});
    CHECK(store.reader().count(person) == number);
    CHECK(store.reader().last_seq() == number);
  }
}

TEST_CASE("readers beside one another each have their own view, however many rested before") {
  const World world;
  auto store = world.open();
  const int person = store.entity("person");
  world.tell(store, {numbered(1)});
  std::vector<std::thread> threads;
  std::vector<int> wrong(8);
  for (int& failures : wrong) {
    threads.emplace_back([&store, &failures, person] {
      for (int i = 0; i < 50; ++i) {
        auto reader = store.reader();
        auto second = store.reader();
        if (reader.count(person) != 1 || second.count(person) != 1) ++failures;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(8));
}

TEST_CASE("one connection serves questions that follow one another, and holds no view open while it rests",
          "[sqlite]") {
  const World world;
  auto store = world.open();
  const int person = store.entity("person");
  world.tell(store, {numbered(1), numbered(2)});
  const auto before = times_open(world.file());
  for (int i = 0; i < 20; ++i) {
    auto reader = store.reader();
    reader.last_run("a");
    reader.explain(person, 1);
    reader.ever_had(person, 1);
    reader.find_removed(person, "1");
    reader.source_keys({"a", "s"}, person, "", 1);
  }
  CHECK(times_open(world.file()) == before + 1);
  world.tell(store, {numbered(3)});
  CHECK(world.connect(true)->integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0);  // 1: somebody still looks
}
