// Promises of decision tables and of the shipped criteria of epidemic levels.
#include "mapping_fixture.hpp"

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;

namespace {

constexpr const char* criteria = R"(
inputs: [cases, cover]
gives: [level, colour]
periods:
  - from: 2021-10-12
    rows:
      - {when: {cases: {at_least: 50}, cover: {below: 70}}, gives: {level: "3", colour: red}}
      - {when: {cases: {at_least: 50}}, gives: {level: "2", colour: yellow}}
      - {when: {cases: {below: 50}}, gives: {level: "1"}}
  - from: 2021-05-31
    rows:
      - {gives: {level: any}}
)";

DecisionTable table_of(const std::string& text, Violations& violations) {
  Workshop workshop;
  return DecisionTable::load(workshop.write("reference/criteria.yaml", text), violations);
}

std::string level(const DecisionTable& table, std::string_view day, std::optional<double> cases,
                  std::optional<double> cover, std::string_view column = "level") {
  const std::optional<double> numbers[] = {cases, cover};
  return std::string(table.decide(day, numbers, table.column(column).value()).value_or("undecided"));
}

std::string fault_of(const std::string& text) {
  Violations violations;
  table_of(text, violations);
  return to_string(violations.list());
}

}  // namespace

TEST_CASE("the first row whose bounds all hold decides, by the criteria in force on the day") {
  Violations none;
  const DecisionTable table = table_of(criteria, none);
  REQUIRE(none.empty());
  CHECK(level(table, "2021-10-12", 50, 69.9) == "3");
  CHECK(level(table, "2021-10-12", 50, 70) == "2");
  CHECK(level(table, "2022-01-01T08:00:00+07:00", 49.9, 0) == "1");
  CHECK(level(table, "2021-10-11", 500, 0) == "any");
  CHECK(level(table, "2021-10-12", 60, 0, "colour") == "red");
  CHECK(level(table, "2021-10-12", 1, 0, "colour").empty());
}

TEST_CASE("before the first period, without a date or without a number that decides, nothing is decided") {
  Violations none;
  const DecisionTable table = table_of(criteria, none);
  CHECK(level(table, "2021-05-30", 1, 1) == "undecided");
  CHECK(level(table, "2021", 1, 1) == "undecided");
  CHECK(level(table, "", 1, 1) == "undecided");
  CHECK(level(table, "2021-10-12", std::nullopt, 10) == "undecided");
  CHECK(level(table, "2021-10-12", 60, std::nullopt) == "2");
}

TEST_CASE("a decision table that is wrong is refused with what to write instead") {
  const auto has = [](const std::string& text, const std::string& part) {
    INFO(fault_of(text));
    return fault_of(text).find(part) != std::string::npos;
  };
  const std::string head = "inputs: [cases]\ngives: [level]\nperiods:\n  - from: 2021-10-12\n    rows:\n";
  CHECK(has(head + "      - {when: {casse: {below: 1}}, gives: {level: a}}\n", "did you mean 'cases'?"));
  CHECK(has(head + "      - {when: {cases: {under: 1}}, gives: {level: a}}\n", "unknown key 'under'"));
  CHECK(has(head + "      - {gives: {levle: a}}\n", "did you mean 'level'?"));
  CHECK(has("inputs: [cases]\ngives: [level]\nperiods:\n  - from: 12/10/2021\n    rows:\n      - {gives: {level: a}}\n",
            "is no day YYYY-MM-DD"));
  CHECK(has(head + "      - {gives: {level: a}}\n  - from: 2021-10-12\n    rows:\n      - {gives: {level: b}}\n",
            "two periods begin on 2021-10-12"));
  CHECK(has("gives: [level]\nperiods: []\n", "'inputs' is missing"));
}

TEST_CASE("a mapping decides by a table, and is told at load what the table needs") {
  Workshop workshop;
  workshop.write("reference/criteria.yaml", criteria);
  const std::string from =
      "      id: /id\n      name: \"decide(criteria, level, /day | date(iso, yyyy-mm-dd), /cases, /cover)\"\n";
  const auto mapping = workshop.person(from);
  REQUIRE(mapping != nullptr);
  Mapper mapper(mapping);
  mapper.map(R"({"id":"1","day":"2021-10-20","cases":"60","cover":12.5})");
  CHECK(mapper.field("name") == "3");
  mapper.map(R"({"id":"1","day":"2021-10-20","cover":12.5})");
  CHECK(mapper.field("name").empty());
  CHECK(mapper.warnings() == "undecided");
  CHECK(workshop.person("      id: /id\n      name: \"decide(criteria, level, /day, /cases)\"\n") == nullptr);
  CHECK(to_string(workshop.faults).find("in this order: a date, cases, cover") != std::string::npos);
  CHECK(workshop.person("      id: /id\n      name: \"decide(criterai, level, /day, /cases, /cover)\"\n") == nullptr);
  CHECK(to_string(workshop.faults).find("did you mean 'criteria'?") != std::string::npos);
}

TEST_CASE("a changed decision table is a changed mapping") {
  const auto fingerprint = [](const std::string& text) {
    Workshop workshop;
    workshop.write("reference/criteria.yaml", text);
    return workshop.person("      id: /id\n      name: \"decide(criteria, level, /day, /cases, /cover)\"\n")
        ->fingerprint();
  };
  std::string changed = criteria;
  changed.replace(changed.find("at_least: 50"), 12, "at_least: 60");
  CHECK(fingerprint(criteria) == fingerprint(criteria));
  CHECK(fingerprint(criteria) != fingerprint(changed));
}

TEST_CASE("the shipped criteria decide for every commune of every week since the first decision") {
  Violations violations;
  const auto tables = ReferenceTables::load(LT_SOURCE_DIR "/config/reference", violations);
  REQUIRE(violations.empty());
  const DecisionTable* table = tables.find_decision("risk_criteria");
  REQUIRE(table != nullptr);
  const int column = table->column("level").value();
  for (const std::string_view day : {"2021-05-31", "2021-10-11", "2021-10-12", "2026-11-21"}) {
    std::string before = "0";
    for (const double cases : {0.0, 19.9, 20.0, 49.9, 50.0, 149.9, 150.0, 5000.0}) {
      for (const double cover : {0.0, 69.9, 70.0, 100.0}) {
        for (const double capacity : {0.0, 1.0}) {
          const std::optional<double> numbers[] = {cases, cover, capacity};
          INFO(day << " " << cases << " " << cover << " " << capacity);
          CHECK(table->decide(day, numbers, column).has_value());
        }
      }
      const std::optional<double> worst[] = {cases, 0.0, 0.0};
      const std::string now(table->decide(day, worst, column).value_or(""));
      CHECK(now >= before);  // more cases never lower the level
      before = now;
    }
  }
}
