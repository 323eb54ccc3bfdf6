// Promises of deterministic matching.
#include "identity/match.hpp"

#include <catch2/catch.hpp>

using lt::identity::Candidate;
using lt::identity::decide;
using lt::model::Value;

namespace {

// Fields: 0 citizen number, 1 insurance number, 2 name, 3 birth date; keys: [0], [1], weak [2, 3].
lt::model::Entity person() {
  lt::model::Entity entity;
  entity.name = "person";
  for (const char* name : {"citizen_id", "insurance", "name", "dob"}) {
    entity.fields.emplace_back();
    entity.fields.back().name = name;
  }
  entity.keys = {{{0}, false}, {{1}, false}, {{2, 3}, true}};
  return entity;
}

std::vector<Value> values(std::string_view citizen, std::string_view insurance, std::string_view name = "AN") {
  return {Value::text(citizen), Value::text(insurance), Value::text(name), Value::text("1990")};
}

}  // namespace

TEST_CASE("keys decide in the order of the model, and the row that lost is a conflict") {
  const auto entity = person();
  const auto first = values("1", ""), second = values("", "B");
  const std::vector<Candidate> candidates{{20, 1, second}, {10, 0, first}};
  const auto decision = decide(entity, values("1", "B"), candidates);
  CHECK(decision.row == 10);
  REQUIRE(decision.conflicts.size() == 1);
  CHECK(decision.conflicts[0].row == 20);
  CHECK(decision.conflicts[0].key == 1);
}

TEST_CASE("a later strong key does not stand against an earlier one that differs") {
  const auto entity = person();
  const auto row = values("2", "B");
  const std::vector<Candidate> candidates{{20, 1, row}};
  const auto decision = decide(entity, values("1", "B"), candidates);
  CHECK_FALSE(decision.row);
  CHECK(decision.conflicts.size() == 1);
}

TEST_CASE("a weak key stands only where no strong key differs and one row fits") {
  const auto entity = person();
  const auto bare = values("", ""), other = values("2", ""), insured = values("", "B");
  CHECK(decide(entity, values("1", ""), std::vector<Candidate>{{10, 2, bare}}).row == 10);
  const auto two = decide(entity, values("1", ""), std::vector<Candidate>{{10, 2, other}});
  CHECK_FALSE(two.row);
  CHECK(two.conflicts.empty());
  const auto ambiguous = decide(entity, values("1", ""), std::vector<Candidate>{{10, 2, bare}, {11, 2, insured}});
  CHECK_FALSE(ambiguous.row);
  CHECK(ambiguous.conflicts.size() == 2);
}

TEST_CASE("the order of candidates does not matter") {
  const auto entity = person();
  const auto a = values("1", ""), b = values("", "B"), c = values("", "");
  const std::vector<Candidate> one{{10, 0, a}, {11, 1, b}, {12, 2, c}}, other{{12, 2, c}, {11, 1, b}, {10, 0, a}};
  CHECK(decide(entity, values("1", "B"), one).row == decide(entity, values("1", "B"), other).row);
}
