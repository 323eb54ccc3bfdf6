// A wrong mapping file is refused with its line and what to write instead.
#include "mapping_fixture.hpp"

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;

namespace {

// The faults of a mapping, "line: message" each.
std::string faults_in(const std::string& text) {
  Workshop workshop;
  CHECK(workshop.in(text) == nullptr);
  std::string all;
  for (const auto& fault : workshop.faults) all += std::to_string(fault.line) + ": " + fault.message + "\n";
  return all;
}

// Of a person's fields, whose first line is line 5.
std::string faults_of_fields(const std::string& fields) {
  return faults_in("direction: in\nentities:\n  - entity: person\n    fields:\n" + fields);
}

bool has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return true;
  UNSCOPED_INFO("expected: " << part << "\n     came: " << text);
  return false;
}

std::string faults_out(const std::string& text) {
  Workshop workshop;
  CHECK(workshop.out(text) == nullptr);
  return to_string(workshop.faults);
}

}  // namespace

TEST_CASE("names that nothing bears are refused with the nearest that something does") {
  const std::string id = "      id: /id\n";
  CHECK(has(faults_of_fields(id + "      nmae: /n\n"), "6: 'person' has no field 'nmae'; did you mean 'name'?"));
  CHECK(
      has(faults_of_fields(id + "      name: /n | sqeeze\n"), "6: unknown function 'sqeeze'; did you mean 'squeeze'?"));
  CHECK(has(faults_of_fields(id + "      name: /n | lookup(colors)\n"),
            "unknown table 'colors'; did you mean 'colours'?"));
  CHECK(has(faults_of_fields(id + "      name: /n | lookup(colours, cod)\n"), "no column 'cod'; did you mean 'code'?"));
  CHECK(has(faults_of_fields(id + "      name: $record_ky\n"),
            "unknown variable '$record_ky'; did you mean '$record_key'?"));
  CHECK(has(faults_of_fields(id + "      name: {form: /n}\n"), "unknown key 'form'; did you mean 'from'?"));
  CHECK(has(faults_of_fields(id + "      name: {from: /n, on_error: drp}\n"),
            "unknown policy 'drp'; did you mean 'drop'?"));
  CHECK(has(faults_in("direction: in\nentities:\n  - entity: persn\n"),
            "3: unknown entity 'persn'; did you mean 'person'?"));
  CHECK(has(faults_in("direction: in\nentites: []\n"), "unknown key 'entites'; did you mean 'entities'?"));
}

TEST_CASE("arguments and types are checked before any record comes") {
  const std::string id = "      id: /id\n";
  CHECK(has(faults_of_fields(id + "      born: /b | date(mm/yy)\n"), "unknown format 'mm/yy'; known: any, "));
  CHECK(has(faults_of_fields(id + "      born: /b | date(any) | plus_days(0)\n"), "'0' is no number of days"));
  CHECK(has(faults_of_fields(id + "      height: /h | at_most(many)\n"), "'many' is no number"));
  CHECK(has(faults_of_fields(id + "      height: /h | round(12)\n"), "no number of decimal places from 0 to 9"));
  CHECK(has(faults_of_fields(id + "      height: rate(hundred, /a, /b)\n"), "'hundred' is no number"));
  CHECK(has(faults_of_fields(id + "      name: /a | needed(No name)\n"), "'No name' is no code of a reason"));
  CHECK(has(faults_of_fields(id + "      born: /b | date\n"), "'date' has 0 argument(s); write date(FORMAT"));
  CHECK(has(faults_of_fields(id + "      name: /b | upper(x)\n"), "'upper' has 1 argument(s); write upper"));
  CHECK(has(faults_of_fields(id + "      name: /b | replace(\"\", x)\n"), "the text to replace is empty"));
  CHECK(has(faults_of_fields(id + "      name: /b | split(\",\", x)\n"), "'x' is no whole number from 1"));
  CHECK(has(faults_of_fields(id + "      name: /b | unit_code(comune)\n"), "unknown level 'comune'"));
  CHECK(has(faults_of_fields(id + "      name: /b | unit_code(commune, odd)\n"), "unknown era 'odd'"));
  CHECK(has(faults_of_fields(id + "      name: unit_by_name(/a, /b)\n"), "'unit_by_name' has 2 source(s)"));
  CHECK(has(faults_of_fields(id + "      name: /a | concat(/b)\n"), "'concat' stands at the start"));
  CHECK(has(faults_of_fields(id + "      born: /b | upper\n"),
            "takes another type than this chain gives; end it with date(FORMAT)"));
  CHECK(has(faults_of_fields(id + "      seen: /b | date(any)\n"), "end it with timestamp(FORMAT)"));
  CHECK(has(faults_of_fields(id + "      children: /b | date(any)\n"), "end it with integer"));
  CHECK(has(faults_of_fields(id + "      name: not_before(/a, /b)\n"), "both sources must end with date"));
}

TEST_CASE("expressions that do not parse say where they stop making sense") {
  const std::string id = "      id: /id\n";
  CHECK(has(faults_of_fields(id + "      name: /a |\n"), "a function's name is missing after '|'"));
  CHECK(has(faults_of_fields(id + "      name: /a upper\n"), "'upper' cannot stand here"));
  CHECK(has(faults_of_fields(id + "      name: upper\n"), "stands after its source: /x | upper"));
  CHECK(has(faults_of_fields(id + "      name: concat(\" \", /a\n"), "')' is missing to close concat"));
  CHECK(has(faults_of_fields(id + "      name: ./a\n"), "only in an entity with for_each"));
  CHECK(has(faults_of_fields(id + "      name: /a~b\n"), "'~' is written ~0"));
  CHECK(has(faults_of_fields(id + "      name: {from: /a, when: /b is c}\n"), "a test is missing: filled, empty"));
  CHECK(
      has(faults_of_fields(id + "      name: {from: /a, when: (/b filled}\n"), "')' is missing to close the bracket"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "first(";
  CHECK(has(faults_of_fields(id + "      name: " + deep + "/a\n"), "nested too deeply"));
}

TEST_CASE("what a mapping must have and must not have is told") {
  CHECK(has(faults_of_fields("      name: /n\n"), "'person.id' is required and not mapped"));
  CHECK(has(faults_of_fields("      id: {from: /id, on_error: drop}\n"), "cannot be dropped"));
  CHECK(has(faults_of_fields("      id: /id\n      born: {from: /b, on_error: keep}\n"), "'keep' is for texts"));
  CHECK(has(faults_in("direction: in\n"), "gives no entity"));
  CHECK(has(faults_in("direction: in\nentities:\n  - entity: person\n    when: /a filled\n    fields: {id: /id}\n"),
            "the first entity stands for the record itself"));
  CHECK(has(faults_in("direction: in\nrecord: {as_of: /at}\nentities:\n  - entity: person\n    fields: {id: /id}\n"),
            "2: as_of is a moment"));
  CHECK(has(faults_in("direction: in\nrecord: {key: id}\nentities:\n  - entity: person\n    fields: {id: /id}\n"),
            "'id' is no JSON pointer"));
  const std::string two =
      "direction: in\nentities:\n  - entity: person\n    fields: {id: /id}\n  - entity: dose\n    fields:\n      "
      "vaccine: /v\n";
  CHECK(has(faults_in(two), "'dose.person' is required and not mapped"));
  CHECK(has(faults_in(two + "      person: /id\n"), "'person' is a reference: write {entity: NAME}"));
  CHECK(has(faults_in(two + "      person: {entity: persn}\n"), "no entity named 'persn'; did you mean 'person'?"));
  CHECK(has(faults_in(two + "      person: {entity: dose}\n"), "refers to 'person', but 'dose' is of entity 'dose'"));
  CHECK(has(faults_in(two + "      person: {entity: person}\n  - entity: person\n    fields: {id: /id}\n"),
            "tell them apart with 'name:'"));
  CHECK(has(faults_in("direction: [in\n"), "not valid YAML"));
  CHECK(has(faults_in(""), "the file is empty"));
}

TEST_CASE("a reference to an entity that comes many times is refused") {
  CHECK(
      has(faults_in("direction: in\nentities:\n  - entity: dose\n    fields: {vaccine: /v, person: {entity: person}}\n"
                    "  - entity: person\n    for_each: /people\n    fields: {id: ./id}\n"),
          "comes many times (for_each)"));
}

TEST_CASE("an outward mapping is refused where it names what is not there or personal data without a purpose") {
  CHECK(has(faults_out("direction: out\nentity: person\npurpose: x\nfields: {a: nmae}\n"),
            "'person' has no field 'nmae'; did you mean 'name'?"));
  CHECK(has(faults_out("direction: out\nentity: dose\npurpose: x\nfields: {a: person.nmae}\n"),
            "'person' has no field 'nmae'"));
  CHECK(has(faults_out("direction: out\nentity: dose\npurpose: x\nfields: {a: vaccine.x}\n"),
            "'vaccine' is no reference"));
  CHECK(has(faults_out("direction: out\nentity: person\npurpose: x\nfields: {a: /name}\n"),
            "a JSON pointer is no source here"));
  CHECK(has(faults_out("direction: out\nentity: dose\nfields: {a: person.name}\n"), "'purpose:' must say why"));
  CHECK(has(faults_out("direction: out\nentity: place\nfields: {}\n"), "the mapping gives no field"));
  CHECK(has(faults_out("direction: out\nentity: plac\nfields: {}\n"), "unknown entity 'plac'; did you mean 'place'?"));
  CHECK(has(faults_out("direction: out\nentity: place\nempty: nul\nfields: {a: code}\n"), "unknown way 'nul'"));
  CHECK(
      has(faults_out("direction: out\nentity: place\nfields: {a: code, /a/b: code}\n"), "cannot be an output pointer"));
  CHECK(has(faults_out("direction: out\nentity: place\nfields: {/a/b: code, a: code}\n"), "is written twice"));
}

TEST_CASE("an example that does not come out is a fault at its line with what was expected and what came") {
  Workshop workshop;
  const auto mapping = workshop.in(
      "direction: in\nentities:\n  - entity: person\n    fields: {id: /id, name: /n | upper}\nexamples:\n"
      "  - {name: good, input: {id: a, n: b}, entities: {person: {name: B}}}\n"
      "  - {name: bad, input: {id: a, n: b}, entities: {person: {name: b, nmae: x}}}\n"
      "  - {name: dead, input: {n: b}, entities: {person: {}}}\n"
      "  - {name: quiet, input: {id: a}, reasons: [missing]}\n"
      "  - {input: {id: a}, entities: {}, filtred: true}\n");
  REQUIRE(mapping != nullptr);
  const auto found = mapping->run_examples();
  const std::string all = to_string(found);
  INFO(all);
  CHECK(all.find(":6:") == std::string::npos);
  CHECK(has(all, "test.yaml:7: the example 'bad' does not come out as it says:"));
  CHECK(has(all, "person.name: expected 'b', came 'B'"));
  CHECK(has(all, "there is no field 'nmae'"));
  CHECK(has(all, "test.yaml:8: the example 'dead'"));
  CHECK(has(all, "reasons: expected none, came missing"));
  CHECK(has(all, "test.yaml:9: the example 'quiet'"));
  CHECK(has(all, "reasons: expected missing, came none"));
  CHECK(has(all, "unknown key 'filtred'"));
  CHECK(has(all, "1 more entities came"));
}

TEST_CASE("a mapping without examples is a fault when examples are run") {
  Workshop workshop;
  const auto mapping = workshop.person("      id: /id\n");
  REQUIRE(mapping != nullptr);
  CHECK(has(to_string(mapping->run_examples()), "has no examples"));
}

TEST_CASE("a table with one spelling for two rows, a wrong key or a torn line is refused") {
  Workshop workshop;
  Violations violations;
  const auto folder =
      workshop
          .write("bad/a.yaml",
                 "unknown: strange\ncolumns: [x]\nrows:\n  A: {spellings: [Đỏ], y: 1}\n  B: {spellings: [do]}\n")
          .parent_path();
  workshop.write("bad/b.tsv", "1\t2\n1\t3\n4\n");
  ReferenceTables::load(folder, violations);
  const std::string all = to_string(violations.list());
  CHECK(has(all, "a.yaml:5: 'do' is also a spelling of 'A'"));
  CHECK(has(all, "a.yaml:4: unknown key 'y'"));
  CHECK(has(all, "must begin with 'unknown_'"));
  CHECK(has(all, "b.tsv:2: '1' stands here a second time"));
  CHECK(has(all, "b.tsv:3: a line must hold two values"));
}

TEST_CASE("a reference to the own kind must look further down, so that no circle can come") {
  Workshop workshop;
  workshop.write("model/illness.yaml", "entity: illness\nfields:\n  code: {}\n  source: {to: illness}\n");
  const std::string head = "direction: in\nentities:\n  - entity: illness\n    name: a\n    fields:\n      code: /a\n";
  const std::string down =
      "      source: {entity: b}\n  - entity: illness\n    name: b\n    key: /b\n    fields:\n      code: /b\n";
  CHECK(workshop.in(head + down) != nullptr);
  CHECK(workshop.in(head + down + "      source: {entity: a}\n") == nullptr);
  CHECK(has(to_string(workshop.faults), "'a' must come further down"));
  CHECK(workshop.in(head + "      source: {entity: a}\n") == nullptr);
}

TEST_CASE("an entity that is only mentioned must be found by a key, and the first one is never only mentioned") {
  const std::string start = "direction: in\nentities:\n  - entity: place\n    fields: {code: /id}\n";
  CHECK(has(faults_in(start + "  - entity: ward\n    mention: true\n    fields: {beds: {entity: place}}\n"),
            "6: 'ward' is only mentioned, so the fields of one key of 'ward' must be mapped"));
  CHECK(has(faults_in("direction: in\nentities:\n  - entity: ward\n    mention: true\n    fields: {code: /id}\n"),
            "4: the first entity stands for the record itself, so it has no 'mention'"));
}
