// Promises of folding again: a changed policy reaches every row, makes of it what it would have been from the start,
// and goes back the same way.
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using store_world::Said;
using store_world::World;

namespace {

constexpr const char* app_first = R"(
entity: person
priority: [app, clinic]
fields:
  citizen_id: {type: text}
  insurance_id: {type: text}
  full_name: {type: text, required: true, merge: priority}
  dob: {type: date}
  phone: {type: text, merge: priority}
  address: {type: text}
keys:
  - [citizen_id]
  - [insurance_id]
  - weak: [full_name, dob, phone]
)";

// Three systems on the same forty people, each with its own idea of their names, phones and addresses.
std::vector<Said> words_of_everybody(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Said> said;
  for (const auto* system : {"registry", "app", "clinic"}) {
    for (int person = 0; person < 40; ++person) {
      if (random() % 4 == 0) continue;
      const std::string number = std::to_string(100 + person);
      const auto as_of = static_cast<lt::Milliseconds>(1 + random() % 1'000);
      const std::string other = std::to_string(random() % 3);
      said.push_back({system,
                      number,
                      as_of,
                      {"999" + number, "", "TÊN " + other, "", other == "0" ? "" : "09" + other, "Thôn " + other},
                      0,
                      ""});
    }
  }
  return said;
}

store_world::World& told(World& world, const std::vector<Said>& said) {
  auto store = world.open();
  world.tell(store, said);
  return world;
}

void use_policy(World& world, const char* person) {
  world.model = store_world::model_of(world.folder.path / "model", {person, store_world::dose_yaml});
}

// All stretches of it; how many rows changed.
std::size_t refold_all(lt::store::Store& store, int most) {
  std::size_t changed = 0;
  for (lt::store::Refolded part; !part.done;) {
    auto transaction = store.begin();
    part = transaction.refold(store.entity("person"), part.last, most);
    transaction.commit();
    changed += part.updated.size();
  }
  return changed;
}

}  // namespace

TEST_CASE("a new policy makes of the rows what they would be had it always held, and the old one takes it back") {
  for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
    INFO("seed " << seed);
    const auto said = words_of_everybody(seed);
    World old_world;
    told(old_world, said);
    std::string before;
    {
      auto store = old_world.open();
      before = store_world::dump(store);
    }
    World new_world;
    use_policy(new_world, app_first);
    told(new_world, said);
    auto always = new_world.open();

    use_policy(old_world, app_first);
    {
      auto store = old_world.open();
      CHECK_FALSE(store_world::problems(store).empty());  // what check says names the remedy
      CHECK_THAT(store_world::problems(store).front(), Catch::Contains("lienthong store refold person"));
      const auto feed = store.reader().last_seq();
      const auto changed = refold_all(store, 7);
      CHECK(changed > 0);
      CHECK(store.reader().last_seq() == feed + static_cast<lt::store::Seq>(changed));
      CHECK(store_world::dump(store) == store_world::dump(always));
      CHECK(store_world::problems(store).empty());
      CHECK(refold_all(store, 1'000) == 0);
    }
    use_policy(old_world, store_world::person_yaml);
    auto store = old_world.open();
    refold_all(store, 7);
    CHECK(store_world::dump(store) == before);
  }
}

TEST_CASE("a refold that is not committed says what it would change, by row and field, and changes nothing") {
  World world;
  told(world, {{"registry", "r", 10, {"999001", "", "AN", "", "0911", "Thôn 1"}, 0, ""},
               {"app", "a", 5, {"999001", "", "AN", "", "0922", "Thôn 1"}, 0, ""},
               {"app", "b", 5, {"999002", "", "BINH", "", "0933", "Thôn 2"}, 0, ""}});
  use_policy(world, app_first);
  auto store = world.open();
  const auto before = store_world::dump(store);
  {
    auto transaction = store.begin();
    const auto part = transaction.refold(store.entity("person"), 0, 10);
    CHECK(part.done);
    CHECK(part.rows == 1);  // the row of one source is what it says
    REQUIRE(part.updated.size() == 1);
    const auto& fields = world.model.find("person")->fields;
    for (std::size_t f = 0; f < fields.size(); ++f)
      CHECK(part.changed_fields[f] == (fields[f].name == "phone" ? 1 : 0));
  }
  CHECK(store_world::dump(store) == before);
}

TEST_CASE("a new policy reaches merged rows, and what their undoing brings back") {
  for (const unsigned seed : {1u, 2u, 3u}) {
    INFO("seed " << seed);
    const auto said = words_of_everybody(seed);
    const lt::store::Sayer lan{"lan", "the same face"};
    const auto merge_pairs = [&](lt::store::Store& store, int pairs) {
      const int people = store.entity("person");
      std::vector<std::int64_t> judgements;
      for (int pair = 0; pair < pairs; ++pair) {
        const auto one = store.reader().find(people, "999" + std::to_string(100 + 2 * pair));
        const auto other = store.reader().find(people, "999" + std::to_string(101 + 2 * pair));
        if (!one || !other) continue;
        auto transaction = store.begin();
        judgements.push_back(transaction.say_same(people, *one, *other, lan));
        transaction.commit();
      }
      return judgements;
    };
    World always;
    use_policy(always, app_first);
    told(always, said);
    auto right = always.open();
    const std::string unmerged = store_world::dump(right);
    merge_pairs(right, 10);

    World world;
    told(world, said);
    std::vector<std::int64_t> judgements;
    {
      auto store = world.open();
      judgements = merge_pairs(store, 10);
    }
    REQUIRE(judgements.size() > 5);
    use_policy(world, app_first);
    auto store = world.open();
    refold_all(store, 7);
    CHECK(store_world::dump(store) == store_world::dump(right));
    CHECK(store_world::problems(store).empty());
    for (const auto judgement : judgements) {
      auto transaction = store.begin();
      transaction.undo_judgement(judgement, lan);
      transaction.commit();
    }
    CHECK(store_world::dump(store) == unmerged);
    CHECK(store_world::problems(store).empty());
  }
}
