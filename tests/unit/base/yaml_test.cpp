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

TEST_CASE("what is written as a text is known from what looks like a number or nothing") {
  const auto value = lt::parse_yaml("a: '1'\nb: 1\nc: |\n  1\nd: !!str 1\ne: ~\nf: 'null'\ng:\nh: !!int 1\n");
  const auto quoted = [&](std::string_view key) { return value.find(key)->value.quoted; };
  CHECK(quoted("a"));
  CHECK_FALSE(quoted("b"));
  CHECK(quoted("c"));
  CHECK(value.find("c")->value.text == "1\n");
  CHECK(quoted("d"));
  CHECK(value.find("e")->value.kind == lt::YamlValue::Kind::null);
  CHECK(value.find("f")->value.text == "null");
  CHECK(value.find("g")->value.kind == lt::YamlValue::Kind::null);
  CHECK(value.find("g")->value.line == 8);
  CHECK_FALSE(quoted("h"));
}

TEST_CASE("keys and values know their own lines") {
  const auto value = lt::parse_yaml("# words\na:\n  b: 1\n\n  c:\n  - x\n  - >\n    long\n    text\n");
  const auto* a = value.find("a");
  CHECK(a->line == 2);
  CHECK(a->value.line == 3);
  const auto* c = a->value.find("c");
  CHECK(c->line == 5);
  REQUIRE(c->value.items.size() == 2);
  CHECK(c->value.items[1].line == 7);
  CHECK(c->value.items[1].text == "long text\n");
}

TEST_CASE("an alias is what it stands for") {
  const auto value = lt::parse_yaml("a: &times {every: 5m}\nb: *times\n");
  CHECK(value.find("b")->value.find("every")->value.text == "5m");
}

TEST_CASE("what is no document that a person meant is refused at its line") {
  struct {
    std::string text;
    int line;
    std::string words;
  } const cases[] = {
      {"a: 1\n---\nb: 2\n", 2, "a second document"},
      {"a: 1\nb: {{name}}\n", 2, "a key is one word"},
      {"a: 1\nb: *times\n", 2, "stands for nothing"},
      {"a: &me [*me]\n", 1, "stands for nothing"},
      {"a:\n\tb: 1\n", 2, "not by tabs"},
      {"a: 1\nb: \xff\n", 2, "save the file as UTF-8"},
      {"a: [1, 2\nb: 3\n", 2, "from line 1"},
      {"a: 1\nb: 'open\n", 3, "from line 2"},
      {std::string(1000, '['), 1, "too deeply"},
  };
  for (const auto& each : cases) {
    INFO(each.text.substr(0, 40));
    try {
      lt::parse_yaml(each.text);
      FAIL("was read");
    } catch (const lt::YamlSyntaxError& e) {
      CHECK(e.line() == each.line);
      INFO(e.what());
      CHECK(std::string_view(e.what()).find(each.words) != std::string_view::npos);
    }
  }
}

TEST_CASE("aliases of aliases cannot fill the memory") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) text += ", " + before;
    text += "]\n";
  }
  CHECK_THROWS_AS(lt::parse_yaml(text), lt::YamlSyntaxError);
}

TEST_CASE("a file of Windows' notepad in UTF-8 or UTF-16 is read") {
  CHECK(lt::parse_yaml("\xef\xbb\xbf"
                       "a: Đà Nẵng\r\nb: 2\r\n")
            .find("a")
            ->value.text == "Đà Nẵng");
  const std::string_view wide(
      "\xff\xfe"
      "a\0:\0 \0\x10\x01\r\0\n\0",
      14);
  CHECK(lt::parse_yaml(wide).find("a")->value.text == "Đ");
}

TEST_CASE("an empty file is null") {
  CHECK(lt::parse_yaml("").kind == lt::YamlValue::Kind::null);
  CHECK(lt::parse_yaml("# only words\n").kind == lt::YamlValue::Kind::null);
}
