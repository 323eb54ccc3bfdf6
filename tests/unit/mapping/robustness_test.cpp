// Whatever a source sends, map() answers and never falls.
#include "mapping_fixture.hpp"

#include <random>
#include <thread>

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;

namespace {

std::shared_ptr<const InMapping> broad_mapping(Workshop& workshop) {
  return workshop.in(R"(
direction: in
record:
  as_of: /at | timestamp(epoch_ms)
entities:
  - entity: person
    fields:
      id: first(/id, /a/b, $record_key)
      name: /name | squeeze | nfc | title
      born: /born | date(any)
      height: /height | number_vi
      children: /children | integer
      alive: /alive | boolean
      sex: /sex | lookup_or_keep(colours)
  - entity: dose
    for_each: /list
    fields:
      person: {entity: person}
      vaccine: ./v | from_legacy | upper
      day: ./d | date(dd/mm/yyyy)
)");
}

std::string random_json(std::mt19937& random, int depth) {
  static const std::vector<std::string> names{"id",    "a",   "b",    "name", "born", "height", "children",
                                              "alive", "sex", "list", "v",    "d",    "at"};
  static const std::vector<std::string> atoms{"null",
                                              "true",
                                              "1",
                                              "-0",
                                              "1e308",
                                              "1e-400",
                                              "9223372036854775808",
                                              "0.1",
                                              "\"\"",
                                              "\"\\u0000\"",
                                              "\"31/02/1980\"",
                                              "\"\\ud800\"",
                                              "\"ế\"",
                                              "\"Nguye\\u0302\\u0303n\"",
                                              "[]",
                                              "{}",
                                              "799545600000",
                                              "\"\\u200b\"",
                                              "1e999",
                                              "01",
                                              "nul"};
  switch (depth > 4 ? 0 : random() % 4) {
    case 1: {
      std::string text = "[";
      for (auto n = random() % 4; n > 0; --n) text += random_json(random, depth + 1) + (n > 1 ? "," : "");
      return text + "]";
    }
    case 2: {
      std::string text = "{";
      for (auto n = random() % 8; n > 0; --n) {
        text += "\"" + names[random() % names.size()] + "\":" + random_json(random, depth + 1) + (n > 1 ? "," : "");
      }
      return text + "}";
    }
    default:
      return atoms[random() % atoms.size()];
  }
}

}  // namespace

TEST_CASE("random JSON, whole or torn, is mapped or dead and never anything else") {
  Workshop workshop;
  const auto mapping = broad_mapping(workshop);
  REQUIRE(mapping != nullptr);
  Mapper mapper(mapping);
  std::mt19937 random(20261121);
  int mapped = 0;
  int dead = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string raw = "{\"id\":\"1\",\"x\":" + random_json(random, 0) + ",\"list\":" + random_json(random, 1) + "}";
    if (i % 3 == 0) raw = random_json(random, 0);
    if (i % 7 == 0) raw.resize(random() % (raw.size() + 1));
    if (i % 11 == 0 && !raw.empty()) raw[random() % raw.size()] = static_cast<char>(random());
    const auto& record = mapper.map(raw);
    const bool is_dead = record.outcome == Outcome::dead;
    REQUIRE(is_dead != record.reasons.empty());
    REQUIRE(is_dead == record.entities.empty());
    is_dead ? ++dead : ++mapped;
  }
  CHECK(mapped > 1000);
  CHECK(dead > 1000);
}

TEST_CASE("no JSON, bad UTF-8, a bomb of brackets and a huge record each have their own reason") {
  Workshop workshop;
  Mapper mapper(broad_mapping(workshop));
  mapper.map("");
  CHECK(mapper.reasons() == "not_json");
  mapper.map("{\"id\":");
  CHECK(mapper.reasons() == "not_json");
  mapper.map("{\"id\":\"\xC3\x28\"}");
  CHECK(mapper.reasons() == "bad_utf8");
  mapper.map(std::string(1'000'000, '['));
  CHECK(mapper.record.outcome == Outcome::dead);
  mapper.map(std::string(5'000, '[') + std::string(5'000, ']'));
  CHECK(mapper.reasons() == "too_deep");
  mapper.map("{\"id\":\"" + std::string(5'000'000, 'x') + "\"}");
  CHECK(mapper.reasons() == "too_long");
  mapper.map("{\"id\":\"" + std::string(9'000'000, 'x') + "\"}");
  CHECK(mapper.reasons() == "too_long");
  mapper.map(R"({"id":"1"})");
  CHECK(mapper.record.outcome == Outcome::mapped);
}

TEST_CASE("a list of a million items gives a bounded number of entities") {
  Workshop workshop;
  Mapper mapper(broad_mapping(workshop));
  std::string raw = R"({"id":"1","list":[)";
  for (int i = 0; i < 400'000; ++i) raw += R"({"v":"a"},)";
  raw += "{}]}";
  mapper.map(raw);
  CHECK(mapper.record.reasons.size() + mapper.record.entities.size() <= 10'001);
}

TEST_CASE("NFC and NFD spellings of a name become the same") {
  Workshop workshop;
  Mapper mapper(broad_mapping(workshop));
  mapper.map(R"({"id":"1","name":"Nguy\u1ec5n Th\u1ecb \u00c1nh"})");
  const std::string composed = mapper.field("name");
  mapper.map(R"({"id":"1","name":"Nguye\u0302\u0303n Thi\u0323 A\u0301nh"})");
  CHECK(mapper.field("name") == composed);
  CHECK(mapper.field("folded") == "nguyen thi anh");
}

TEST_CASE("a name longer than the field takes is dropped with a warning, not cut") {
  Workshop workshop;
  Mapper mapper(broad_mapping(workshop));
  mapper.map("{\"id\":\"1\",\"name\":\"" + std::string(61, 'x') + "\"}");
  CHECK(mapper.warnings() == "too_long");
  CHECK(mapper.field("name") == "");
}

TEST_CASE("whatever stands in a mapping file, it is compiled or refused with a line") {
  Workshop workshop;
  std::mt19937 random(99);
  const std::vector<std::string> parts{"/a",      "./b",
                                       "$index",  "$x",
                                       "|",       " | ",
                                       "(",       ")",
                                       ",",       "upper",
                                       "squeeze", "date(",
                                       "any",     "concat(\" \", ",
                                       "first(",  "lookup(colours)",
                                       "'",       "\\\"",
                                       "~",       "==",
                                       " in ",    "not ",
                                       " and ",   "filled",
                                       "name",    ".",
                                       "/",       "ế"};
  int compiled = 0;
  for (int i = 0; i < 1500; ++i) {
    std::string text;
    for (auto n = 1 + random() % 6; n > 0; --n) text += parts[random() % parts.size()];
    std::string field = "      id: /id\n      name: \"" + text + "\"\n";
    if (i % 2 == 0) field = "      id: {from: /id, when: \"" + text + "\"}\n";
    if (workshop.person(field) != nullptr) {
      ++compiled;
      REQUIRE(workshop.faults.empty());
    } else {
      REQUIRE_FALSE(workshop.faults.empty());
      REQUIRE(workshop.faults[0].line > 0);
    }
  }
  CHECK(compiled > 10);
}

TEST_CASE("one mapping serves several threads") {
  Workshop workshop;
  const auto mapping = broad_mapping(workshop);
  std::vector<std::thread> threads;
  std::array<int, 4> good{};
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&mapping, &good, t] {
      InMapper mapper(mapping);
      Arena arena;
      MappedRecord record;
      for (int i = 0; i < 500; ++i) {
        std::string raw = R"({"id":")" + std::to_string(i) + R"(","name":"nguyễn văn ạ","list":[{"v":"q"}]})";
        const std::size_t size = raw.size();
        raw.append(64, ' ');
        arena.clear();
        mapper.map({raw.data(), size}, "k", 0, arena, record);
        good[t] += record.outcome == Outcome::mapped && record.entities.size() == 2 &&
                           record.entities[0].values[1].as_text() == "Nguyễn Văn Ạ"
                       ? 1
                       : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == std::array<int, 4>{500, 500, 500, 500});
}
