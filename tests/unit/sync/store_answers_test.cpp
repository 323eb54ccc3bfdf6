// Promises of answers out of the store.
#include "sync/store_answers.hpp"

#include "fake_system.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt::sync;
using namespace lt::sync::test;
using lt::Violations;
using lt::plugin_host::AnswerQuery;

namespace {

struct Asking : World {
  Violations violations;
  std::vector<Answer> answers;

  explicit Asking(const std::string& by = "citizen_id") {
    auto answer = find_answer(
        {.name = "people", .mapping = "people_out", .by = by, .newest = "", .file = "system.yaml", .line = 1},
        mappings(), model(), violations);
    violations.raise();
    answers.push_back(std::move(*answer));
  }
  void give(const std::vector<std::string>& people) {
    clock.advance(1000);
    system.pages = {page_of(people)};
    read({.from_the_start = true});
  }
  std::vector<std::string> ask(const AnswerQuery& query) {
    StoreAnswers source("app", answers, store(), clock);
    std::vector<std::string> documents;
    source.each(query, [&](std::string_view document) {
      documents.emplace_back(document);
      return true;
    });
    return documents;
  }
};

}  // namespace

TEST_CASE("an answer has the fields that its mapping names, found by the field that it is asked by") {
  Asking world;
  world.give({"1:An:0912", "2:Bình:0913"});
  CHECK(world.ask({.name = "people", .key = "2"}) ==
        std::vector<std::string>{R"({"number":"2","name":"BÌNH","phone":"0913"})"});
  CHECK(world.ask({.name = "people", .key = "3"}).empty());
  world.give({"1:An:0912", "2:Bình:0999"});
  CHECK(world.ask({.name = "people", .key = "2"}) ==
        std::vector<std::string>{R"({"number":"2","name":"BÌNH","phone":"0999"})"});
}

TEST_CASE("a row that the mapping's filter keeps back is answered to nobody and logged nowhere") {
  Asking world("phone");
  world.give({"1:Hidden:0912", "2:Bình:0912"});
  CHECK(world.ask({.name = "people", .key = "0912"}).size() == 1);
  auto reader = world.store().reader();
  const int person = world.store().entity("person");
  CHECK(reader.disclosures(reader.find(person, "1").value(), 10).empty());
  CHECK(reader.disclosures(reader.find(person, "2").value(), 10).size() == 1);
}

TEST_CASE("every document that was given stands in the disclosure log with purpose, fields and system") {
  Asking world;
  world.give({"1:An:0912", "2:Bình:0913"});
  world.ask({.name = "people", .key = "1"});
  world.ask({.name = "people", .key = "1"});
  auto reader = world.store().reader();
  const auto row = reader.find(world.store().entity("person"), "1").value();
  const auto entries = reader.disclosures(row, 10);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].destination == "app");
  CHECK(entries[0].flow == "answer people");
  CHECK(entries[0].purpose == "Kiểm thử");
  CHECK(entries[0].fields.size() == 3);
  CHECK(entries[0].at == world.clock.now());
}

TEST_CASE("who asks waits for no batch that is being stored, and what was given is logged all the same") {
  Asking world;
  world.give({"1:An:0912"});
  auto reader = world.store().reader();
  const auto row = reader.find(world.store().entity("person"), "1").value();
  {
    const lt::store::Transaction busy = world.store().begin();
    CHECK(world.ask({.name = "people", .key = "1"}).size() == 1);
    CHECK(reader.disclosures(row, 10).size() == 1);
  }
  world.ask({.name = "people", .key = "1"});
  CHECK(reader.disclosures(row, 10).size() == 2);
  CHECK(reader.disclosures(row, 1).size() == 1);
}

TEST_CASE("a walk goes through more rows than a page holds, each once, up to its limit") {
  Asking world;
  std::vector<std::string> people;
  for (int i = 1; i <= 1203; ++i) people.push_back(std::to_string(i) + (i % 3 == 0 ? ":Hidden:1" : ":An:1"));
  world.give(people);
  const auto all = world.ask({.name = "people"});
  REQUIRE(all.size() == 802);
  CHECK(std::set<std::string>(all.begin(), all.end()).size() == 802);
  const auto some = world.ask({.name = "people", .limit = 600});
  CHECK(some == std::vector<std::string>(all.begin(), all.begin() + 600));
}

TEST_CASE("the one who takes a document may ask again meanwhile, and may stop") {
  Asking world;
  world.give({"1:An:0912", "2:Bình:0913", "3:Chi:0914"});
  StoreAnswers source("app", world.answers, world.store(), world.clock);
  std::vector<std::string> inner;
  int outer = 0;
  source.each({.name = "people"}, [&](std::string_view) {
    source.each({.name = "people", .key = "1"}, [&](std::string_view document) {
      inner.emplace_back(document);
      return true;
    });
    return ++outer < 2;
  });
  CHECK(outer == 2);
  CHECK(inner == std::vector<std::string>(2, R"({"number":"1","name":"AN","phone":"0912"})"));
}

TEST_CASE("an answer that the system does not have, and a bound without a field of time, are said") {
  Asking world;
  CHECK_THROWS_WITH(world.ask({.name = "peple"}), Catch::Contains("did you mean 'people'?"));
  CHECK_THROWS_WITH(world.ask({.name = "people", .since = 1}), Catch::Contains("name one with newest:"));
}
