// What a record becomes: entities, keys, references, hashes, policies.
#include "base/hash.hpp"
#include "mapping_fixture.hpp"

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;

namespace {

const std::string doses = R"(
direction: in
record:
  key: [/id, /part]
  as_of: /at | timestamp(dd/mm/yyyy hh:mm)
  filter: not /state in (draft, "to delete")
entities:
  - entity: person
    fields:
      id: /id
      name: /name | squeeze
      born: {from: /born | date(dd/mm/yyyy), on_error: drop}
  - entity: dose
    for_each: /doses
    key: concat("/", $record_key, ./n)
    when: ./vaccine filled
    fields:
      person: {entity: person}
      place: {entity: place}
      vaccine: ./vaccine | upper
      number: {from: ./n, on_error: dead}
      day: ./on | date(any)
  - entity: place
    for_each: /doses
    when: ./where filled
    key: code
    fields:
      code: ./where
)";

}  // namespace

TEST_CASE("one record gives several entities that refer to each other") {
  Workshop workshop;
  Mapper mapper(workshop.in(doses));
  INFO(to_string(workshop.faults));
  const auto& record = mapper.map(
      R"({"id":"7","part":2,"name":" An  Bình ","born":"01/02/1990","at":"03/04/2021 05:06:07","doses":[
          {"n":1,"vaccine":"abc","on":"2021-01-02","where":"P1"},
          {"n":2,"vaccine":""},
          {"n":3,"vaccine":"x","where":"P1"}]})");
  REQUIRE(mapper.reasons() == "");
  REQUIRE(record.outcome == Outcome::mapped);
  CHECK(record.record_key == "7|2");
  CHECK(record.as_of == 1'617'401'167'000);
  REQUIRE(record.entities.size() == 5);
  CHECK(record.sources == std::vector<int>{0, 1, 1, 2, 2});
  CHECK(record.entities[0].source_key == "7|2");
  CHECK(mapper.field("name") == "An Bình");
  CHECK(mapper.field("folded") == "an binh");
  CHECK(record.entities[1].source_key == "7|2/1");
  CHECK(record.entities[2].source_key == "7|2/3");
  CHECK(mapper.field("vaccine", 1) == "ABC");
  CHECK(mapper.field("person", 1) == "0");
  CHECK(mapper.field("place", 1) == "3");
  CHECK(mapper.field("place", 2) == "4");
  CHECK(record.entities[3].source_key == "P1");
  for (const auto& entity : record.entities) CHECK(entity.as_of == record.as_of);
}

TEST_CASE("of an entity that a record only mentions, its own source says what is required") {
  const std::string mapping = R"(
direction: in
entities:
  - entity: place
    fields: {code: /id, name: {from: /name}}
  - entity: ward
    MENTION
    key: code
    fields: {code: /ward}
)";
  const auto with = [&](const std::string& mention) {
    auto text = mapping;
    return text.replace(text.find("MENTION"), 7, mention);
  };
  Workshop workshop;
  Mapper mapper(workshop.in(with("mention: true")));
  INFO(to_string(workshop.faults));
  const auto& record = mapper.map(R"({"id":"1","ward":"W7"})");
  CHECK(record.outcome == Outcome::mapped);
  REQUIRE(record.entities.size() == 2);
  CHECK(mapper.field("code", 1) == "W7");

  Workshop refused;
  CHECK(refused.in(with("when: /ward filled")) == nullptr);
  CHECK_THAT(to_string(refused.faults), Catch::Contains("'ward.name' is required and not mapped"));
}

TEST_CASE("the primary's hash is the raw record's, the others' are those of their values") {
  Workshop workshop;
  const auto mapping = workshop.in(doses);
  Mapper mapper(mapping);
  const std::string first = R"({"id":"7","part":2,"at":"","x":1,"doses":[{"n":1,"vaccine":"a","where":"P"}]})";
  const auto record = mapper.map(first);
  const auto primary = record.entities[0].hash;
  const auto dose = record.entities[1].hash;
  CHECK(primary == content_hash(first, mapping->fingerprint()));
  CHECK(record.hash == primary);
  mapper.map(R"({"id":"7","part":2,"at":"","x":2,"doses":[{"n":1,"vaccine":"a","where":"P"}]})");
  CHECK(mapper.record.entities[0].hash != primary);
  CHECK(mapper.record.entities[1].hash == dose);
  mapper.map(R"({"id":"7","part":2,"at":"","x":2,"doses":[{"n":1,"vaccine":"a","where":"Q"}]})");
  CHECK(mapper.record.entities[1].hash != dose);
}

TEST_CASE("a filtered record has no entities, and a filter reads conditions as written") {
  Workshop workshop;
  Mapper mapper(workshop.in(doses));
  CHECK(mapper.map(R"({"id":"1","part":1,"state":"draft"})").outcome == Outcome::filtered);
  CHECK(mapper.map(R"({"id":"1","part":1,"state":"to delete"})").outcome == Outcome::filtered);
  CHECK(mapper.record.entities.empty());
  CHECK(mapper.map(R"({"id":"1","part":1,"state":"done"})").outcome == Outcome::mapped);

  const auto outcome = [&](const std::string& filter, const std::string& raw) {
    Workshop other;
    Mapper mapped(other.in("direction: in\nrecord:\n  filter: " + filter +
                           "\nentities:\n  - entity: person\n    fields: {id: /id}\n"));
    return mapped.map(raw).outcome == Outcome::mapped;
  };
  const std::string raw = R"({"id":"1","a":5,"b":"x","d":"2021-05-03"})";
  CHECK(outcome("/a > 4 and /a <= 5", raw));
  CHECK_FALSE(outcome("/a < 5", raw));
  CHECK(outcome("/a == 5 or /b == y", raw));
  CHECK(outcome("/b | upper == X", raw));
  CHECK(outcome("/b != y and not /c filled", raw));
  CHECK(outcome("(/c empty or /b == q) and /d >= 2021-05-01", raw));
  CHECK_FALSE(outcome("/c > 1", raw));
  CHECK(outcome("/b in (w, x, \"y z\")", raw));
}

TEST_CASE("a field's policy decides whether a wrong value kills, is dropped or is kept") {
  Workshop workshop;
  Mapper mapper(workshop.person(R"(      id: /id
      name: {from: /name | phone, on_error: keep}
      born: /born | date(dd/mm/yyyy)
      children: {from: /children, on_error: dead}
)"));
  mapper.map(R"({"id":"1","name":"gọi sau","born":"hôm qua","children":3})");
  CHECK(mapper.record.outcome == Outcome::mapped);
  CHECK(mapper.warnings() == "bad_phone bad_date");
  CHECK(mapper.field("name") == "gọi sau");
  CHECK(mapper.field("born") == "");
  mapper.map(R"({"id":"1","children":"ba"})");
  CHECK(mapper.record.outcome == Outcome::dead);
  CHECK(mapper.record.entities.empty());
  REQUIRE(mapper.record.reasons.size() == 1);
  const auto& reason = mapper.record.reasons[0];
  CHECK(reason.code == "bad_number");
  CHECK(reason.field == "person.children");
  CHECK(reason.pointer == "/children");
  CHECK(reason.message.find("'ba'") != std::string::npos);
  mapper.map(R"({"id":"1","children":21})");
  CHECK(mapper.reasons() == "out_of_range");
  mapper.map(R"({"children":"ba"})");
  CHECK(mapper.reasons() == "bad_number missing");
  mapper.map(R"({"children":2})");
  CHECK(mapper.reasons() == "missing");
  CHECK(mapper.record.reasons[0].pointer == "/id");
  mapper.map(R"({"id":"1","born":"01/01/2090"})");
  CHECK(mapper.reasons() == "date_in_future");
  CHECK(mapper.record.reasons[0].pointer == "/born");
}

TEST_CASE("a pointer in an item of a list is told with the item's place") {
  Workshop workshop;
  Mapper mapper(workshop.in(doses));
  mapper.map(R"({"id":"7","part":2,"doses":[{"n":1,"vaccine":"a"},{"n":"hai","vaccine":"b"}]})");
  REQUIRE(mapper.reasons() == "bad_number");
  CHECK(mapper.record.reasons[0].pointer == "/doses/1/n");
}

TEST_CASE("a reason points at the source that is wrong, also within a call and through a derived field") {
  Workshop workshop;
  workshop.write(
      "model/visit.yaml",
      "entity: visit\nfields:\n  at: {type: timestamp}\n  day: {type: date, required: true, derived: at | day}\n");
  Mapper mapper(
      workshop.in("direction: in\nentities:\n  - entity: visit\n    fields:\n      at:\n"
                  "        from: not_before(/at | timestamp(iso), /born | date(any))\n        on_error: dead\n"));
  mapper.map(R"({"at":"2021-01-01","born":"x"})");
  REQUIRE(mapper.reasons() == "bad_date");
  CHECK(mapper.record.reasons[0].pointer == "/born");
  mapper.map(R"({"at":"2021-01-01","born":"2022"})");
  REQUIRE(mapper.reasons() == "dates_out_of_order");
  CHECK(mapper.record.reasons[0].pointer == "/at, /born");
  mapper.map("{}");
  REQUIRE(mapper.reasons() == "missing");
  CHECK(mapper.record.reasons[0].field == "visit.day");
  CHECK(mapper.record.reasons[0].pointer == "/at, /born");
}

TEST_CASE("what is wrong with one entity does not hide what a rule finds wrong with another") {
  Workshop workshop;
  Mapper mapper(
      workshop.in("direction: in\nentities:\n  - entity: person\n    fields: {id: /id, born: /born | date(any)}\n"
                  "  - entity: dose\n    fields: {person: {entity: person}, vaccine: /vaccine}\n"));
  mapper.map(R"({"id":"1","born":"2091-05-01"})");
  CHECK(mapper.reasons() == "date_in_future missing");
}

TEST_CASE("one wrong value that several fields read is told once") {
  Workshop workshop;
  Mapper mapper(
      workshop.person("      id: /id\n      born: {from: /b | date(any), on_error: dead}\n"
                      "      name: {from: \"not_before(/b | date(any), /c | date(any))\", on_error: dead}\n"));
  mapper.map(R"({"id":"1","b":"x"})");
  CHECK(mapper.reasons() == "bad_date");
}

TEST_CASE("a record without its key is dead, and the connector's key serves where none is declared") {
  Workshop workshop;
  Mapper declared(workshop.in(doses));
  CHECK(declared.map(R"({"id":"7"})").outcome == Outcome::dead);
  CHECK(declared.reasons() == "missing_key");
  Mapper given(workshop.person("      id: /id\n"));
  CHECK(given.map(R"({"id":"7"})", "row-9").record_key == "row-9");
  CHECK(given.map(R"({"id":"7"})", "").outcome == Outcome::dead);
}

TEST_CASE("the key alone can be read before a record is mapped") {
  Workshop workshop;
  const auto mapping = workshop.in(doses);
  CHECK(mapping->record_key_pointers() == std::vector<std::string>{"/id", "/part"});
  InMapper mapper(mapping);
  Arena arena;
  std::string raw = R"({"part":2,"id":"7"})";
  const std::size_t size = raw.size();
  raw.append(64, ' ');
  CHECK(mapper.record_key({raw.data(), size}, arena) == "7|2");
  CHECK(mapper.record_key({raw.data(), 3}, arena).empty());
}

TEST_CASE("a source that stops sending as_of, or sends nonsense, falls back to the time of receipt") {
  Workshop workshop;
  Mapper mapper(workshop.in(doses));
  CHECK(mapper.map(R"({"id":"7","part":2})").as_of == 1'767'225'600'000);
  CHECK(mapper.warnings() == "");
  CHECK(mapper.map(R"({"id":"7","part":2,"at":"soon"})").as_of == 1'767'225'600'000);
  CHECK(mapper.warnings() == "bad_date");
}

TEST_CASE("values come in every JSON type and leave in the field's own") {
  Workshop workshop;
  Mapper mapper(workshop.person(R"(      id: /id
      name: /name
      height: /height
      children: /children
      alive: /alive
      sex: {value: M}
)"));
  mapper.map(R"({"id":12345678901234567890,"name":true,"height":"1.5","children":"2","alive":false})");
  CHECK(mapper.reasons() == "");
  CHECK(mapper.field("id") == "12345678901234567890");
  CHECK(mapper.field("name") == "true");
  CHECK(mapper.field("height") == "1.500000");
  CHECK(mapper.field("children") == "2");
  CHECK(mapper.field("alive") == "0");
  CHECK(mapper.field("sex") == "M");
  mapper.map(R"({"id":3.0,"name":1.25})");
  CHECK(mapper.field("id") == "3");
  CHECK(mapper.field("name") == "1.25");
  mapper.map(R"({"id":{"a":1}})");
  CHECK(mapper.reasons() == "bad_shape");
  mapper.map(R"({"id":"a\u0000b"})");
  CHECK(mapper.record.reasons.at(0).code == "bad_text");
  mapper.map(R"({"id":"1","name":"\ud83d\ude00 \u00e1"})");
  CHECK(mapper.field("name") == "😀 á");
}

TEST_CASE("pointers reach into objects and arrays, with escapes as RFC 6901 has them") {
  Workshop workshop;
  Mapper mapper(workshop.person("      id: /a/1/b\n      name: \"'/Họ và tên' | squeeze\"\n      sex: /m~1n/~0\n"));
  INFO(to_string(workshop.faults));
  mapper.map(R"({"a":[{"b":"no"},{"b":"yes"}],"Họ và tên":" A ","m/n":{"~":"F"}})");
  CHECK(mapper.reasons() == "");
  CHECK(mapper.field("id") == "yes");
  CHECK(mapper.field("name") == "A");
  CHECK(mapper.field("sex") == "F");
}

TEST_CASE("the fingerprint follows meaning: comments and labels leave it, functions, tables and entities do not") {
  const std::string base =
      "direction: in\nentities:\n  - entity: person\n    fields:\n      id: /id | lookup(colours)\n";
  const auto print = [](const std::string& text, const std::string& file = "", const std::string& content = "") {
    Workshop workshop;
    if (!file.empty()) workshop.write(file, content);
    const auto mapping = workshop.in(text);
    INFO(to_string(workshop.faults));
    REQUIRE(mapping != nullptr);
    return mapping->fingerprint();
  };
  const auto original = print(base);
  CHECK(print("# a comment\nlabel: x\n" + base + "examples:\n  - input: {id: RED}\n") == original);
  CHECK(print(base + "      name: /n\n") != original);
  CHECK(print(base, "reference/colours.yaml", "rows:\n  RED: {spellings: [đỏ, hồng]}\n") != original);
  CHECK(print(base, "reference/old_to_new.tsv", "1\t2\n") == original);
  CHECK(print(base, "model/person.yaml", "entity: person\nfields:\n  id: {required: true, max: 9}\n") != original);
  CHECK(print(base, "model/person.yaml", "entity: person\nfields:\n  id: {required: true}\n") !=
        print(base, "model/person.yaml", "entity: person\nfields:\n  id: {}\n"));
}
