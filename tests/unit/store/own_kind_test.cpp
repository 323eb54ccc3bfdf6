// Promises of an entity that refers to its own kind, as a case to the case it came from.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <deque>

using lt::model::EntityRecord;
using lt::model::Value;
using store_world::Folder;

namespace {

constexpr const char* case_yaml = R"(
entity: illness
fields:
  code: {type: text, required: true}
  place: {type: text}
  source: {to: illness}
keys:
  - [code]
)";

// A record of a case, with what it says of the cases before it: "F2 < F1 < F0" is a chain of three.
struct Told {
  std::vector<std::string> chain;
  std::string place;
  lt::Milliseconds as_of = 1;
};

class Cases {
 public:
  Cases() : model(store_world::model_of(folder.path / "model", {case_yaml})) {}

  lt::store::Store open() const {
    return lt::store::Store::open({folder.path / "hub.db", lt::store::Access::serve, 8, 0}, model, clock);
  }

  lt::store::Absorbed tell(lt::store::Store& store, std::vector<Told> told) const {
    std::deque<std::vector<Value>> values;
    std::deque<std::vector<EntityRecord>> records;
    std::deque<std::string> keys;
    std::vector<lt::store::Incoming> batch;
    for (const Told& one : told) {
      auto& record = records.emplace_back();
      for (std::size_t i = 0; i < one.chain.size(); ++i) {
        const bool last = i + 1 == one.chain.size();
        auto& row = values.emplace_back();
        row = {Value::text(one.chain[i]), i == 0 ? Value::text(one.place) : Value(),
               last ? Value() : Value::integer(static_cast<std::int64_t>(i) + 1)};
        keys.push_back(i == 0 ? one.chain[i] : one.chain.front() + "/" + std::to_string(i));
        std::string said = one.place;
        for (const auto& code : one.chain) said += "|" + code;
        record.push_back({model.find("illness"), row, keys.back(), lt::content_hash(said), one.as_of});
      }
      batch.push_back({record});
    }
    auto transaction = store.begin();
    auto absorbed = transaction.absorb(1, {"lists", "cases"}, batch);
    transaction.commit();
    return absorbed;
  }

  Folder folder;
  lt::model::Model model;
  lt::FixedClock clock{1'000'000};
};

// code → code of the source, of every row.
std::string sources(lt::store::Store& store) {
  std::string dump = store_world::dump(store);
  dump.erase(0, dump.find('\n', dump.find('\n') + 1) + 1);
  return dump;
}

}  // namespace

TEST_CASE("a case finds the case it came from, whichever of the two a batch names first") {
  Cases cases;
  const Told later{{"F1", "F0"}, "home"};
  const Told earlier{{"F0"}, "market"};
  auto store = cases.open();
  cases.tell(store, {later, earlier});
  CHECK(sources(store) == "F0\tmarket\t\nF1\thome\tF0\n");
  CHECK(store_world::problems(store).empty());

  Cases others;
  auto other = others.open();
  others.tell(other, {earlier});
  others.tell(other, {later});
  CHECK(sources(other) == sources(store));
}

TEST_CASE("a chain of cases in one record is stored from its first case on, and a second time changes nothing") {
  Cases cases;
  auto store = cases.open();
  const std::vector<Told> chain{{{"F2", "F1", "F0"}, "school"}};
  CHECK(cases.tell(store, chain).records.front() == lt::store::Effect::created);
  CHECK(sources(store) == "F0\t\t\nF1\t\tF0\nF2\tschool\tF1\n");
  CHECK(cases.tell(store, chain).records.front() == lt::store::Effect::unchanged);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("what one batch says twice of a case stands as it was said last, with a source or without") {
  Cases cases;
  auto store = cases.open();
  cases.tell(store, {{{"F1", "F0"}, "home"}, {{"F1"}, "ward"}});
  CHECK(sources(store) == "F0\t\t\nF1\tward\t\n");
  cases.tell(store, {{{"F1"}, "street", 2}, {{"F1", "F0"}, "house", 2}});
  CHECK(sources(store) == "F0\t\t\nF1\thouse\tF0\n");
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("when two cases turn out to be one, what came from either comes from the one") {
  Cases cases;
  auto store = cases.open();
  cases.tell(store, {{{"A"}, "x"}, {{"B", "A"}, "y"}, {{"C", "B"}, "z"}});
  lt::store::Absorbed moved;
  {
    std::vector<Value> row{Value::text("A"), Value::text("y"), Value()};
    std::vector<EntityRecord> record{{cases.model.find("illness"), row, "B", 77, 5}};
    std::vector<lt::store::Incoming> batch{{record}};
    auto transaction = store.begin();
    moved = transaction.absorb(2, {"lists", "cases"}, batch);
    transaction.commit();
  }
  CHECK(moved.records.front() == lt::store::Effect::updated);
  CHECK(sources(store).find("C\tz\tB") != std::string::npos);
  CHECK(store_world::problems(store).empty());
}
