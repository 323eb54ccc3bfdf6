// Promises of opening: migrations, changed models, one hub a store, damage, a full disk, a killed process.
#include "base/error.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <thread>

using Catch::Matchers::Contains;
using lt::store::Access;
using lt::store::Direction;
using lt::store::RunState;
using store_world::Said;
using store_world::World;

namespace {

Said person_with_address(int number, lt::Milliseconds as_of = 1) {
  const std::string digits = std::to_string(100000 + number);
  return {"a", digits, as_of, {"999" + digits, "", "NGUYỄN " + digits, "", "", "ADDRESS " + std::string(60, 'x')},
          0,   ""};
}

// The message of the error that `call` throws; empty where it throws none.
template <typename Call>
std::string failure(const Call& call) {
  try {
    call();
  } catch (const lt::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a store of each older form is brought to the present one and keeps what it holds") {
  for (int version = 0; version < lt::store::schema_version(); ++version) {
    World world;
    if (version > 0) {
      world.open();
    } else {
      std::ofstream(world.file()) << "";
    }
    auto store = world.open();
    CHECK(lt::store::stored_version(*world.connect()) == lt::store::schema_version());
  }
}

TEST_CASE("a store of a newer program is refused") {
  World world;
  world.open();
  world.connect(true)->execute("UPDATE meta SET value = '99' WHERE name = 'schema_version'");
  CHECK_THAT(failure([&] { world.open(); }), Contains("newer program"));
}

TEST_CASE("a new field is a new column, a removed one keeps its values, a changed type is refused") {
  World world;
  {
    auto store = world.open();
    world.tell(store, {person_with_address(1)});
  }
  const auto folder = world.folder.path / "other";
  std::string wider = store_world::person_yaml;
  wider.replace(wider.find("  phone:"), 0, "  blood_group: {type: text}\n");
  world.model = store_world::model_of(folder, {wider});
  {
    auto store = world.open();
    CHECK(store_world::dump(store).find("blood_group\tphone") != std::string::npos);
    CHECK(store_world::dump(store).find("NGUYỄN 100001") != std::string::npos);
  }
  std::string other = store_world::person_yaml;
  other.replace(other.find("dob: {type: date}"), 17, "dob: {type: integer}");
  world.model = store_world::model_of(folder, {other});
  CHECK_THAT(failure([&] { world.open(); }), Contains("person.dob is integer but the store holds it as date"));
}

TEST_CASE("an entity with the name of a table of the store is refused") {
  World world;
  world.model = store_world::model_of(world.folder.path / "other",
                                      {"entity: run\nfields:\n  name: {type: text}\nkeys:\n  - [name]\n"});
  CHECK_THAT(failure([&] { world.open(); }), Contains("another name"));
}

TEST_CASE("a second hub is refused with the pid of the first, commands and readers are not") {
  World world;
  auto store = world.open();
  world.tell(store, {person_with_address(1)});
  CHECK_THAT(failure([&] { world.open(); }),
             Contains(world.options().url.empty() ? "process " + std::to_string(::getpid())
                                                  : "served already by database process"));
  auto reading = world.open(Access::read_only);
  CHECK(reading.reader().count(0) == 1);
  CHECK_THROWS_AS(reading.begin(), lt::Error);
  auto command = world.open(Access::command);
  world.tell(command, {person_with_address(2)});
  world.tell(store, {person_with_address(3)});
  CHECK(store.reader().count(0) == 3);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a database of another program is refused") {
  World other;
  other.connect(true)->execute("CREATE TABLE letters (id INTEGER)");
  CHECK_THAT(failure([&] { other.open(); }), Contains("another program"));
}

TEST_CASE("what is no store is refused and left as it is", "[sqlite]") {
  World world;
  std::ofstream(world.file()) << std::string(4096, 'x');
  CHECK_THAT(failure([&] { world.open(); }), Contains("restore it from a backup"));
  CHECK(std::filesystem::file_size(world.file()) == 4096);
  World absent;
  CHECK_THAT(failure([&] { absent.open(Access::read_only); }), Contains("no such file"));
}

TEST_CASE("a full disk fails the batch with advice, keeps what was committed, and the store goes on after it",
          "[sqlite]") {
  World world;
  std::string before;
  {
    auto store = world.open(Access::serve, 1 << 20);
    world.tell(store, {person_with_address(0)});
    before = store_world::dump(store);
    std::vector<Said> many;
    for (int i = 1; i < 20000; ++i) many.push_back(person_with_address(i));
    CHECK_THAT(failure([&] { world.tell(store, many); }), Contains("full"));
    CHECK(store_world::dump(store) == before);
    CHECK(world.tell(store, {person_with_address(1)}).records.front() == lt::store::Effect::created);
  }
  auto store = world.open();
  CHECK(store.reader().count(0) == 2);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a run whose process died is closed as interrupted with what it had committed") {
  World world;
  lt::store::RunId run = 0;
  {
    auto store = world.open();
    auto transaction = store.begin();
    run = transaction.begin_run("portal_in", Direction::in, "schedule");
    lt::store::Counts counts;
    counts.read = counts.created = 1;
    world.tell(transaction, {person_with_address(1)});
    transaction.set_cursor("portal_in", "page 1");
    transaction.update_run(run, counts, {});
    transaction.commit();
  }
  auto store = world.open();
  const auto found = store.reader().run(run);
  REQUIRE(found);
  CHECK(found->state == RunState::interrupted);
  CHECK(found->counts.created == 1);
  CHECK(found->counts.balanced(Direction::in));
  CHECK(found->cursor_after == "page 1");
}

TEST_CASE("kill -9 at random moments, again and again, ends with the store of an undisturbed sync") {
  World undisturbed, killed;
  constexpr int pages = 60;
  constexpr int page_size = 50;
  const auto page = [](int number) {
    std::vector<Said> said;
    for (int i = 0; i < page_size; ++i) {
      said.push_back(person_with_address((number * page_size + i) % 2000, number + 1));
      said.back().system = number % 3 ? "a" : "b";
    }
    return said;
  };
  // One transaction a page with its cursor; continues where the cursor stands.
  const auto sync = [&](World& world) {
    auto store = world.open();
    const auto cursor = store.reader().cursor("flow");
    for (int number = cursor ? std::stoi(*cursor) : 0; number < pages; ++number) {
      auto transaction = store.begin();
      world.tell(transaction, page(number));
      transaction.set_cursor("flow", std::to_string(number + 1));
      transaction.commit();
    }
  };
  sync(undisturbed);
  std::mt19937 random(9);
  int kills = 0;
  for (int attempt = 0; attempt < 25; ++attempt) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        sync(killed);
        ::_exit(0);
      } catch (...) {
        ::_exit(1);
      }
    }
    ::usleep(1000 + random() % 30'000);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++kills;
    CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
  }
  CHECK(kills > 0);
  sync(killed);
  auto a = undisturbed.open();
  auto b = killed.open();
  CHECK(store_world::dump(a) == store_world::dump(b));
  CHECK(store_world::problems(b).empty());
}
