// What values a field takes, and what the rules over several fields say.
#include "model/validate.hpp"

#include "base/yaml.hpp"
#include "model/pattern.hpp"
#include "temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <regex>

using namespace lt;
using namespace lt::model;

namespace {

struct Thing {
  explicit Thing(const std::string& fields, const std::string& rest = "") {
    const TemporaryFolder folder;
    folder.write("thing.yaml", "entity: thing\nfields:\n" + fields + rest);
    Violations violations;
    model = Model::load(folder.path(), violations);
    INFO(to_string(violations.list()));
    REQUIRE(violations.empty());
    entity = model.find("thing");
    values.resize(entity->fields.size());
  }
  // The code of the first thing that is wrong, with the values by name.
  std::string judge(const std::map<std::string, Value>& given) {
    for (auto& value : values) value = Value();
    for (const auto& [name, value] : given) values[static_cast<std::size_t>(*entity->field(name))] = value;
    EntityRecord record;
    record.entity = entity;
    record.values = values;
    const auto reasons = validate(record, "2026-01-01");
    return reasons.empty() ? "good" : reasons.front().code;
  }
  Model model;
  const Entity* entity = nullptr;
  std::vector<Value> values;
};

Value t(std::string_view text) { return Value::text(text); }

}  // namespace

TEST_CASE("each type takes its canonical form and nothing else") {
  Thing thing(
      "  d: {type: date}\n  m: {type: timestamp}\n  i: {type: integer}\n  n: {type: decimal}\n  b: {type: boolean}\n  "
      "t: {}\n");
  CHECK(thing.judge({{"d", t("2021-05-03")}}) == "good");
  CHECK(thing.judge({{"d", t("2021")}}) == "good");
  CHECK(thing.judge({{"d", t("2024-02-29")}}) == "good");
  for (const char* bad :
       {"2023-02-29", "2021-13-01", "2021-00-10", "03/05/2021", "2021-5-3", "2021-05-03 ", "20210503", "abcd"}) {
    CHECK(thing.judge({{"d", t(bad)}}) == "bad_date");
  }
  CHECK(thing.judge({{"m", t("2021-05-03T08:15:00+07:00")}}) == "good");
  for (const char* bad :
       {"2021-05-03", "2021-05-03T24:00:00+07:00", "2021-05-03T08:15:00Z", "2021-05-03T08:15:00.1+07:00"}) {
    CHECK(thing.judge({{"m", t(bad)}}) == "bad_date");
  }
  CHECK(thing.judge({{"i", Value::integer(5)}}) == "good");
  CHECK(thing.judge({{"i", t("5")}}) == "bad_number");
  CHECK(thing.judge({{"n", Value::decimal(1.5)}}) == "good");
  CHECK(thing.judge({{"n", Value::integer(1)}}) == "good");
  CHECK(thing.judge({{"b", Value::integer(1)}}) == "good");
  CHECK(thing.judge({{"b", Value::integer(2)}}) == "bad_boolean");
  CHECK(thing.judge({{"t", t("x")}}) == "good");
  CHECK(thing.judge({{"t", Value::integer(1)}}) == "bad_text");
  CHECK(thing.judge({{"t", t(std::string_view("a\0b", 3))}}) == "bad_text");
}

TEST_CASE("required, bounds, values and pattern each have their own reason") {
  Thing thing(
      "  r: {required: true}\n  l: {min: 2, max: 4}\n  n: {type: integer, min: 1, max: 20}\n  v: {values: [M, F]}\n  "
      "p: {pattern: \"[0-9]{3}\"}\n  big: {}\n");
  CHECK(thing.judge({}) == "missing");
  CHECK(thing.judge({{"r", t("")}}) == "missing");
  const auto with = [&](const char* name, Value value) { return thing.judge({{"r", t("x")}, {name, value}}); };
  CHECK(with("l", t("a")) == "too_short");
  CHECK(with("l", t("abcde")) == "too_long");
  CHECK(with("l", t("abcd")) == "good");
  CHECK(with("n", Value::integer(0)) == "out_of_range");
  CHECK(with("n", Value::integer(21)) == "out_of_range");
  CHECK(with("v", t("X")) == "not_allowed");
  CHECK(with("p", t("12")) == "bad_form");
  CHECK(with("p", t("123")) == "good");
  const std::string huge(5'000'000, 'x');
  CHECK(with("big", t(huge)) == "too_long");
}

TEST_CASE("a message shows a long value shortened, never in the middle of a letter") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "ế";
  const std::string seen = shown(Value::text(text));
  CHECK(seen == "'" + text.substr(0, 60) + "…'");
  CHECK(shown(Value::integer(5)) == "5");
  CHECK(shown(Value::decimal(1.5)) == "1.5");
  CHECK(shown(Value()) == "(empty)");
}

TEST_CASE("a citizen number must agree with sex and birth date") {
  Thing thing("  id: {}\n  sex: {}\n  born: {type: date}\n", "rules:\n  - citizen_number: [id, sex, born]\n");
  CHECK(thing.judge({}) == "good");
  CHECK(thing.judge({{"id", t("999095000001")}}) == "good");
  CHECK(thing.judge({{"id", t("999095000001")}, {"sex", t("M")}, {"born", t("1995-05-04")}}) == "good");
  CHECK(thing.judge({{"id", t("999095000001")}, {"sex", t("F")}}) == "sex_contradicts_citizen_number");
  CHECK(thing.judge({{"id", t("999095000001")}, {"sex", t("O")}}) == "good");
  CHECK(thing.judge({{"id", t("999095000001")}, {"born", t("1996")}}) == "birth_contradicts_citizen_number");
  CHECK(thing.judge({{"id", t("999315000001")}, {"sex", t("F")}, {"born", t("2015-01-01")}}) == "good");
  CHECK(thing.judge({{"id", t("99909500001")}}) == "bad_citizen_number");
  CHECK(thing.judge({{"id", t("99909500000a")}}) == "bad_citizen_number");
}

TEST_CASE("dates are held against today, against 1900 and against each other") {
  Thing thing("  a: {type: date}\n  b: {type: date}\n", "rules:\n  - plausible_date: [a, b]\n  - not_before: [b, a]\n");
  CHECK(thing.judge({{"a", t("2026-01-01")}}) == "good");
  CHECK(thing.judge({{"a", t("2026-01-02")}}) == "date_in_future");
  CHECK(thing.judge({{"a", t("2026")}}) == "good");
  CHECK(thing.judge({{"b", t("2027")}}) == "date_in_future");
  CHECK(thing.judge({{"a", t("1899-12-31")}}) == "date_too_early");
  CHECK(thing.judge({{"a", t("2020-01-01")}, {"b", t("2019-12-31")}}) == "dates_out_of_order");
  CHECK(thing.judge({{"a", t("2020-01-01")}, {"b", t("2020")}}) == "good");
}

TEST_CASE("a simple pattern is matched as the regex library matches it") {
  const std::vector<std::string> patterns{
      "[0-9]{12}", "\\+[0-9]{7,15}", "[A-Z]{2}[1-5][0-9]{3}", "ab?", "a*", "x\\d+", "[a-c]{2,}", "\\d{0,2}", "a\\.b"};
  std::mt19937 random(38);
  const std::string letters = "ab.x+019ABcé";
  for (const auto& text : patterns) {
    const Pattern pattern(text);
    CHECK(pattern.is_simple());
    const std::regex regex(text, std::regex::ECMAScript);
    for (int i = 0; i < 3000; ++i) {
      std::string subject;
      for (auto n = random() % 8; n > 0; --n) subject += letters[random() % letters.size()];
      if (random() % 4 == 0) subject = "+" + std::string(random() % 18, '7');
      if (pattern.matches(subject) != std::regex_match(subject, regex)) FAIL(text << " on " << subject);
    }
  }
  for (const char* text : {"a|b", "(ab)+", "a{1,2}b", "^a$", "[^a]", "."}) CHECK_FALSE(Pattern(text).is_simple());
  CHECK(Pattern("a|b").matches("b"));
  CHECK_FALSE(Pattern(".*").matches(std::string(1'000'000, 'a')));
}
