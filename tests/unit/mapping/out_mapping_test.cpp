// What leaves: exactly the fields named, as valid JSON.
#include "mapping/json_writer.hpp"
#include "mapping_fixture.hpp"

#include <simdjson.h>

#include <random>

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;
using lt::model::Value;

namespace {

struct Row {
  std::vector<Value> values;
  explicit Row(const model::Entity& entity, const std::vector<std::pair<std::string, Value>>& given)
      : values(entity.fields.size()) {
    for (const auto& [name, value] : given) values[static_cast<std::size_t>(entity.field(name).value())] = value;
  }
};

std::string doses_out(const std::string& rest) {
  return "direction: out\nentity: dose\npurpose: for a test\nfields:\n" + rest;
}

}  // namespace

TEST_CASE("fields, linked fields, constants, objects and arrays are written, what is empty is left out") {
  Workshop workshop;
  const auto mapping = workshop.out(doses_out(R"(  code: vaccine | lower
  /who/name: person.name
  /who/alive: person.alive
  /who/tall: person.height
  /place/name: place.name
  /list/0: number
  /list/1: {value: "5"}
  n: {value: 5}
  yes: {value: true}
  zero: {value: 007}
  rowid: $id
  personid: person
  day: {from: day | dd_mm_yyyy, when: number > 1}
)"));
  INFO(to_string(workshop.faults));
  REQUIRE(mapping != nullptr);
  REQUIRE(mapping->reference_paths().size() == 2);
  CHECK(mapping->reference_paths()[0].text == "person");
  CHECK(mapping->reference_paths()[0].entity->name == "person");
  CHECK(mapping->reference_paths()[0].fields == std::vector<int>{0});
  CHECK(mapping->reference_paths()[1].text == "place");
  CHECK(mapping->disclosed_fields() == std::vector<std::string>{"dose.day", "dose.number", "dose.person",
                                                                "dose.vaccine", "person.alive", "person.height",
                                                                "person.name", "place.name"});
  const auto& model = workshop.model;
  const Row dose(*model.find("dose"), {{"person", Value::integer(41)},
                                       {"vaccine", Value::text("ABC")},
                                       {"number", Value::integer(2)},
                                       {"day", Value::text("2021-05-03")}});
  const Row person(*model.find("person"), {{"id", Value::text("secret")},
                                           {"name", Value::text("An \"B\"\n")},
                                           {"alive", Value::integer(1)},
                                           {"height", Value::decimal(1.5)}});
  const std::vector<std::span<const Value>> linked{person.values, {}};
  OutMapper mapper(mapping);
  Arena arena;
  OutRecord out;
  mapper.map({7, dose.values, linked}, 0, arena, out);
  REQUIRE(out.outcome == Outcome::mapped);
  CHECK(out.json ==
        R"({"code":"abc","who":{"name":"An \"B\"\n","alive":true,"tall":1.5},"list":[2,"5"],"n":5,"yes":true,)"
        R"("zero":"007","rowid":7,"personid":41,"day":"03/05/2021"})");
}

TEST_CASE("empty values may be written as null") {
  Workshop workshop;
  const auto mapping = workshop.out("direction: out\nentity: place\nempty: null\nfields: {code: code, name: name}\n");
  REQUIRE(mapping != nullptr);
  const Row place(*workshop.model.find("place"), {{"code", Value::text("P")}});
  OutMapper mapper(mapping);
  Arena arena;
  OutRecord out;
  mapper.map({1, place.values, {}}, 0, arena, out);
  CHECK(out.json == R"({"code":"P","name":null})");
}

TEST_CASE("a filter withholds, a missing required value and a refused one kill, a dropped one warns") {
  Workshop workshop;
  const auto mapping = workshop.out(
      "direction: out\nentity: place\nfilter: code != X\nfields:\n  code: code\n"
      "  name: {from: name, required: true}\n  phone: {from: name | phone, on_error: drop}\n");
  REQUIRE(mapping != nullptr);
  OutMapper mapper(mapping);
  Arena arena;
  OutRecord out;
  const auto map = [&](const char* code, const char* name) {
    const Row place(*workshop.model.find("place"), {{"code", Value::text(code)}, {"name", Value::text(name)}});
    mapper.map({1, place.values, {}}, 0, arena, out);
    return out.outcome;
  };
  CHECK(map("X", "n") == Outcome::filtered);
  CHECK(map("P", "") == Outcome::dead);
  REQUIRE(out.reasons.size() == 1);
  CHECK(out.reasons[0].code == "missing");
  CHECK(out.reasons[0].pointer == "/name");
  CHECK(out.json.empty());
  CHECK(map("P", "n") == Outcome::mapped);
  CHECK(out.warnings.size() == 1);
  CHECK(out.json == R"({"code":"P","name":"n"})");
}

TEST_CASE("whatever a text holds, what is written is JSON that reads back the same") {
  std::mt19937 random(7);
  simdjson::dom::parser parser;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random() % 40; n > 0; --n) {
      if (random() % 3 == 0) {
        text += "ế";
      } else {
        text += static_cast<char>(random() % 0x80);
      }
    }
    std::string json;
    write_json_text(text, json);
    const auto parsed = parser.parse(json);
    REQUIRE(parsed.error() == simdjson::SUCCESS);
    const auto read = parsed.get_string();
    REQUIRE(std::string(read.value_unsafe()) == text);
  }
}
