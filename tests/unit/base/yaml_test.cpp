// Promises of reading YAML as people write it.
#include "base/yaml.hpp"

#include <catch2/catch.hpp>

using lt::Violations;
using lt::YamlNode;

TEST_CASE("an unknown key is refused with its line and the nearest right name") {
  Violations violations;
  const auto node = YamlNode::parse("name: a\nshedule: daily\n", "f.yaml", violations);
  node.allow_only({"name", "schedule"});
  REQUIRE(violations.list().size() == 1);
  CHECK(violations.list()[0].line == 2);
  CHECK(violations.list()[0].message == "unknown key 'shedule'; did you mean 'schedule'?");
}

TEST_CASE("a value of the wrong type is a violation at its line and reading goes on") {
  Violations violations;
  const auto node = YamlNode::parse("a: 1\nb: x\nc: [1, 2]\n", "f.yaml", violations);
  CHECK(node["a"].integer() == 1);
  CHECK(node["b"].integer_or(7) == 7);
  CHECK(node["c"].text_or("none") == "none");
  REQUIRE(violations.list().size() == 2);
  CHECK(violations.list()[0].line == 2);
  CHECK(violations.list()[1].line == 3);
}

TEST_CASE("a key written twice is refused") {
  Violations violations;
  YamlNode::parse("a: 1\nb: 2\na: 3\n", "f.yaml", violations);
  REQUIRE(violations.list().size() == 1);
  CHECK(violations.list()[0].line == 3);
}

TEST_CASE("broken YAML is a violation with its line, never a throw") {
  Violations violations;
  const auto node = YamlNode::parse("a: 1\nb: [1, 2\n", "f.yaml", violations);
  CHECK_FALSE(node.exists());
  REQUIRE(violations.list().size() == 1);
  CHECK_THROWS_AS(violations.raise(), lt::ConfigurationError);
}

TEST_CASE("a missing key has no value, and its children have none either") {
  Violations violations;
  const auto node = YamlNode::parse("a: {b: yes}\n", "f.yaml", violations);
  CHECK(node["a"]["b"].boolean_or(false));
  CHECK_FALSE(node["x"]["y"].exists());
  CHECK(node["x"].text_or("z") == "z");
  CHECK(violations.empty());
}
