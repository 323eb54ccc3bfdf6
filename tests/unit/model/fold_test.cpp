// The fold: the same claims give the same row, and nothing filled is lost to nothing.
#include "model/fold.hpp"

#include "base/yaml.hpp"
#include "temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <random>

using namespace lt;
using namespace lt::model;

namespace {

Model thing_model() {
  const TemporaryFolder folder;
  folder.write("thing.yaml", R"(
entity: thing
priority: [registry, portal]
fields:
  name: {merge: priority}
  phone: {}
  amount: {type: integer}
)");
  Violations violations;
  Model model = Model::load(folder.path(), violations);
  REQUIRE(violations.empty());
  return model;
}

constexpr std::array<std::string_view, 4> systems{"registry", "portal", "list", "app"};
constexpr std::array<std::string_view, 4> texts{"", "a", "b", "c"};

struct Source {
  Claim claim;
  std::vector<Value> values;
};

}  // namespace

TEST_CASE("the newest filled value wins, and an empty one never overwrites it") {
  const Model model = thing_model();
  const std::vector<Value> old_values{Value::text("An"), Value::text("1"), Value()};
  const std::vector<Value> new_values{Value::text("Ân"), Value::text(""), Value::integer(2)};
  const std::vector<Claim> claims{{"app", 1, 0, old_values}, {"app", 2, 0, new_values}};
  const Folded folded = fold(*model.find("thing"), claims);
  CHECK(folded.values[0].as_text() == "Ân");
  CHECK(folded.values[1].as_text() == "1");
  CHECK(folded.values[2].as_integer() == 2);
  CHECK(folded.winners == std::vector<int>{1, 0, 1});
}

TEST_CASE("under priority the trusted system wins over a newer one, but only where it says something") {
  const Model model = thing_model();
  const std::vector<Value> trusted{Value::text("Registry"), Value(), Value()};
  const std::vector<Value> silent{Value(), Value(), Value()};
  const std::vector<Value> newer{Value::text("App"), Value(), Value()};
  const Entity& thing = *model.find("thing");
  CHECK(fold(thing, std::vector<Claim>{{"app", 9, 0, newer}, {"registry", 1, 0, trusted}}).winners[0] == 1);
  CHECK(fold(thing, std::vector<Claim>{{"app", 9, 0, newer}, {"registry", 1, 0, silent}}).winners[0] == 0);
  CHECK(fold(thing, std::vector<Claim>{{"app", 9, 0, newer}, {"portal", 1, 0, trusted}}).winners[0] == 1);
}

TEST_CASE("no claim gives an empty row") {
  const Model model = thing_model();
  const Folded folded = fold(*model.find("thing"), {});
  CHECK(folded.winners == std::vector<int>{-1, -1, -1});
  CHECK(folded.values[0].empty());
}

TEST_CASE("whatever the order of claims, the row is the same, filled where any claim is, and the ranking agrees") {
  const Model model = thing_model();
  const Entity& thing = *model.find("thing");
  std::mt19937 random(2026);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Source> sources(1 + random() % 6);
    for (Source& source : sources) {
      source.values = {Value::text(texts[random() % 4]), Value::text(texts[random() % 4]),
                       random() % 2 == 0 ? Value() : Value::integer(static_cast<std::int64_t>(random() % 3))};
      // Few systems, times and hashes, so that ties are common.
      source.claim = {
          systems[random() % 4], static_cast<Milliseconds>(random() % 3), static_cast<std::int64_t>(random() % 2), {}};
    }
    const auto claims_of = [&] {
      std::vector<Claim> claims;
      for (Source& source : sources) {
        claims.push_back(source.claim);
        claims.back().values = source.values;
      }
      return claims;
    };
    const Folded first = fold(thing, claims_of());
    for (std::size_t f = 0; f < 3; ++f) {
      const bool any =
          std::any_of(sources.begin(), sources.end(), [&](const Source& s) { return !s.values[f].empty(); });
      REQUIRE(first.values[f].empty() != any);
      const auto order = ranking(thing, thing.fields[f], static_cast<int>(f), claims_of());
      REQUIRE((order.empty() ? -1 : order.front()) == first.winners[f]);
    }
    std::shuffle(sources.begin(), sources.end(), random);
    const Folded second = fold(thing, claims_of());
    REQUIRE(first.values == second.values);
  }
}
