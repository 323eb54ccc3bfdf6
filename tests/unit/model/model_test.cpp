// The model as people write it, right and wrong.
#include "base/yaml.hpp"
#include "model/entity.hpp"
#include "temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lt;
using namespace lt::model;

namespace {

std::vector<Violation> faults_of(const std::string& text) {
  const TemporaryFolder folder;
  folder.write("thing.yaml", text);
  Violations violations;
  Model::load(folder.path(), violations);
  return violations.list();
}

// The one fault of a text, as "line: message".
std::string fault_of(const std::string& text) {
  const auto faults = faults_of(text);
  if (faults.size() != 1) return std::to_string(faults.size()) + " faults:\n" + to_string(faults);
  return std::to_string(faults[0].line) + ": " + faults[0].message;
}

}  // namespace

TEST_CASE("a field is one line and says everything of itself") {
  const TemporaryFolder folder;
  folder.write("thing.yaml", R"(
entity: thing
label: {vi: Vật, en: Thing}
priority: [a, b]
fields:
  code: {type: text, required: true, class: basic, max: 5, merge: priority, label: {vi: Mã, en: Code}}
  amount: {type: decimal, min: 0}
  sex: {values: [M, F]}
keys:
  - [code]
  - {weak: [sex, amount]}
rules:
  - any_filled: [code, sex]
)");
  Violations violations;
  const Model model = Model::load(folder.path(), violations);
  INFO(to_string(violations.list()));
  REQUIRE(violations.empty());
  const Entity* thing = model.find("thing");
  REQUIRE(thing != nullptr);
  CHECK(thing->label.vi == "Vật");
  REQUIRE(thing->field("code") == 0);
  const Field& code = thing->fields[0];
  CHECK(code.required);
  CHECK(code.data_class == DataClass::basic);
  CHECK(code.merge == MergeRule::priority);
  CHECK(code.max == 5);
  CHECK(code.line == 6);
  CHECK(thing->fields[1].type == FieldType::decimal);
  CHECK(thing->fields[2].type == FieldType::text);
  REQUIRE(thing->keys.size() == 2);
  CHECK_FALSE(thing->keys[0].weak);
  CHECK(thing->keys[1].weak);
  CHECK(thing->keys[1].fields == std::vector<int>{2, 1});
  REQUIRE(thing->rules.size() == 1);
  CHECK(thing->rules[0].definition != nullptr);
}

TEST_CASE("every fault of a model file is told at its line with the nearest right name") {
  CHECK(fault_of("entity: thing\nfields:\n  a: {tpye: text}\n").find("3: unknown key 'tpye'; did you mean 'type'?") ==
        0);
  CHECK(fault_of("entity: thing\nfields:\n  a: {type: dat}\n").find("3: unknown type 'dat'; did you mean 'date'?") ==
        0);
  CHECK(fault_of("entity: thing\nfields:\n  a: {class: secret}\n").find("3: unknown class 'secret'") == 0);
  CHECK(fault_of("entity: thing\nfields:\n  a: {}\nkeys:\n  - [aa]\n").find("5: 'thing' has no field 'aa'") !=
        std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {}\nrules:\n  - plausible_dat: [a]\n")
            .find("did you mean 'plausible_date'?") != std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {}\nrules:\n  - not_before: [a]\n")
            .find("takes the later date, the earlier date") != std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {to: thnig}\n")
            .find("refers to the unknown entity 'thnig'; did you mean 'thing'?") != std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {type: reference}\n").find("does not say what it refers to") !=
        std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {pattern: \"(\"}\n").find("3: '(' is no regular expression") == 0);
  CHECK(fault_of("entity: thing\nfields:\n  a: {min: 3, max: 2}\n").find("'min' is greater than 'max'") !=
        std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {type: date, max: 2}\n").find("for texts and numbers only") !=
        std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  A b: {}\n").find("is no name") != std::string::npos);
  CHECK(fault_of("entity: thing\nfields:\n  a: {}\n  a: {}\n").find("a second time") != std::string::npos);
  CHECK(fault_of("entity: thing\nfields: {}\n").find("has no fields") != std::string::npos);
}

TEST_CASE("entities that refer to each other in a circle are refused, and the circle is shown") {
  const TemporaryFolder folder;
  folder.write("a.yaml", "entity: a\nfields:\n  x: {to: b}\n");
  folder.write("b.yaml", "entity: b\nfields:\n  x: {to: c}\n");
  folder.write("c.yaml", "entity: c\nfields:\n  x: {to: a}\n");
  Violations violations;
  Model::load(folder.path(), violations);
  REQUIRE(violations.list().size() == 1);
  CHECK(violations.list()[0].message.find("a → b → c → a") != std::string::npos);
}

TEST_CASE("an entity may refer to its own kind, but not in a key") {
  const TemporaryFolder folder;
  folder.write("a.yaml", "entity: a\nfields:\n  x: {}\n  source: {to: a}\nkeys:\n  - [x]\n");
  Violations none;
  CHECK(Model::load(folder.path(), none).find("a") != nullptr);
  CHECK(none.empty());
  folder.write("a.yaml", "entity: a\nfields:\n  x: {}\n  source: {to: a}\nkeys:\n  - [x, source]\n");
  Violations violations;
  Model::load(folder.path(), violations);
  REQUIRE(violations.list().size() == 1);
  CHECK(violations.list()[0].line == 4);
  CHECK(violations.list()[0].message.find("cannot be part of a key") != std::string::npos);
}

TEST_CASE("an entity comes after all those it refers to, whatever the files' names") {
  const TemporaryFolder folder;
  folder.write("a.yaml", "entity: a\nfields:\n  x: {to: m}\n  y: {to: z}\n");
  folder.write("m.yaml", "entity: m\nfields:\n  x: {to: z}\n");
  folder.write("z.yaml", "entity: z\nfields:\n  x: {}\n");
  Violations violations;
  const Model model = Model::load(folder.path(), violations);
  REQUIRE(violations.empty());
  CHECK(model.names() == std::vector<std::string>{"z", "m", "a"});
}

TEST_CASE("an empty folder and two entities of one name are refused") {
  const TemporaryFolder folder;
  Violations none;
  Model::load(folder.path(), none);
  CHECK(none.list().size() == 1);
  folder.write("a.yaml", "entity: a\nfields:\n  x: {}\n");
  folder.write("b.yaml", "entity: a\nfields:\n  x: {}\n");
  Violations two;
  Model::load(folder.path(), two);
  REQUIRE(two.list().size() == 1);
  CHECK(two.list()[0].message.find("a second entity is named 'a'") != std::string::npos);
}
