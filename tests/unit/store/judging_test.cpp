// Promises of judging who is who: rows follow what was said, with all that refers to them; undone, nothing is left of
// it.
#include "base/error.hpp"
#include "store/documents.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

using lt::identity::Saying;
using lt::store::RowId;
using lt::store::Sayer;
using lt::store::Seq;
using store_world::person;
using store_world::Said;
using store_world::World;

namespace {

const Sayer lan{"lan", "the same face"};

Said dose(const Said& person, std::string key, int number, std::string vaccine) {
  Said said = person;
  said.key = std::move(key);
  said.dose = number;
  said.vaccine = std::move(vaccine);
  return said;
}

// A store in which things are judged.
class Judging : public World {
 public:
  Judging() : store(open()), people(store.entity("person")), doses(store.entity("dose")) {}

  template <class Act>
  auto judge(const Act& act) {
    auto transaction = store.begin();
    const auto made = act(transaction);
    transaction.commit();
    return made;
  }
  std::int64_t merge(RowId a, RowId b) {
    return judge([&](auto& transaction) { return transaction.say_same(people, a, b, lan); });
  }
  std::int64_t never(RowId a, RowId b) {
    return judge([&](auto& transaction) { return transaction.say_never(people, a, b, lan); });
  }
  std::int64_t split(const std::string& system, const std::string& key) {
    return judge([&](auto& transaction) { return transaction.split(people, {system, "people"}, key, lan); });
  }
  std::int64_t undo(std::int64_t judgement) {
    return judge([&](auto& transaction) { return transaction.undo_judgement(judgement, lan); });
  }
  RowId row(const std::string& citizen) { return store.reader().find(people, citizen).value(); }
  std::string value(RowId id, const std::string& field, int entity = 0) {
    const auto explained = store.reader().explain(entity, id);
    for (const auto& found : explained->fields)
      if (found.field == field) return found.value;
    return "?";
  }

  lt::store::Store store;
  int people, doses;
};

// What a destination holds that follows the feed.
class Mirror {
 public:
  void follow(lt::store::Store& store, int entity) {
    auto reader = store.reader();
    lt::store::Rows rows;
    do {
      reader.changes({entity, {}, at_, reader.last_seq(), 100}, rows);
      for (const auto& row : rows.rows) {
        if (row.removed)
          held_.erase(row.id);
        else
          held_[row.id] = text(row);
      }
      at_ = rows.last;
    } while (rows.more);
    at_ = {reader.last_seq(), lt::store::RowId(1) << 60};
  }
  bool equals(lt::store::Store& store, int entity) {
    auto reader = store.reader();
    lt::store::Rows rows;
    std::map<RowId, std::string> stands;
    RowId after = 0;
    do {
      reader.page(entity, after, 100, rows);
      for (const auto& row : rows.rows) {
        after = row.id;
        if (!row.removed) stands[row.id] = text(row);
      }
    } while (!rows.rows.empty());
    return stands == held_;
  }

 private:
  static std::string text(const lt::store::Row& row) {
    std::string all;
    for (const auto& value : row.values) (all += lt::store::text_of(value)) += '|';
    return all;
  }
  lt::store::FeedPosition at_;
  std::map<RowId, std::string> held_;
};

}  // namespace

TEST_CASE_METHOD(Judging,
                 "two rows that a person says are one stand as one with the doses of both, until it is undone") {
  tell(store, {dose(person("portal", "", 10, "999001", "", "AN", "1"), "d1", 1, "AZ"),
               dose(person("clinic", "", 20, "999002", "", "AN", "2"), "d2", 1, "AZ"),
               dose(person("clinic", "", 20, "999002", "", "AN", "2"), "d3", 2, "PF")});
  const std::string before = store_world::dump(store);
  const RowId older = row("999001"), younger = row("999002");
  const auto judgement = merge(younger, older);
  CHECK(store.reader().count(people) == 1);
  CHECK(store.reader().count(doses) == 2);  // both told of the first dose
  CHECK(value(older, "phone") == "2");
  CHECK(store_world::problems(store).empty());
  const auto brought = store.reader().brought(older);
  REQUIRE(brought.size() == 2);
  for (const auto& record : brought)
    if (record.by_keys == younger) {
      REQUIRE(record.judgements.size() == 1);
      CHECK(record.judgements.front().id == judgement);
      CHECK(record.judgements.front().who == "lan");
    }
  undo(judgement);
  CHECK(store_world::dump(store) == before);
  CHECK(row("999002") == younger);  // out-flows know it by its id
  CHECK(store.reader().brought(older).empty());
  CHECK(store_world::problems(store).empty());
}

TEST_CASE_METHOD(Judging, "what comes later under either number finds the merged row") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN")});
  const RowId older = row("999001");
  merge(older, row("999002"));
  const auto later = tell(
      store, {person("hospital", "h", 30, "999002", "", "AN", "3"), person("registry", "r", 40, "999001", "55", "AN"),
              dose(person("hospital", "", 30, "999002", "", "AN"), "d", 1, "AZ")});
  CHECK(later.rows.front() == older);
  CHECK(store.reader().count(people) == 1);
  CHECK(value(older, "phone") == "3");
  CHECK(value(older, "insurance_id") == "55");
  CHECK(store_world::problems(store).empty());
}

TEST_CASE_METHOD(Judging, "a source record that a person takes from its row takes what its source said along") {
  tell(store, {dose(person("portal", "", 10, "999001", "", "AN"), "d1", 1, "AZ"),
               dose(person("clinic", "", 20, "999001", "", "BINH"), "d2", 2, "PF")});
  const std::string before = store_world::dump(store);
  const RowId stays = row("999001");
  const auto judgement = split("clinic", "999001");
  CHECK(store.reader().count(people) == 2);
  CHECK(value(stays, "full_name") == "AN");
  CHECK(store_world::problems(store).empty());
  std::set<std::string> owners;
  for (RowId id = 1; id <= store.reader().last_seq(); ++id)
    if (store.reader().explain(doses, id)) owners.insert(value(id, "person", doses));
  CHECK(owners.size() == 2);
  undo(judgement);
  CHECK(store_world::dump(store) == before);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE_METHOD(Judging, "rows that were said never to be one are not merged, and a judgement is undone once only") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN")});
  const RowId a = row("999001"), b = row("999002");
  const auto apart = never(a, b);
  CHECK_THROWS_WITH(merge(a, b), Catch::Contains("judgement " + std::to_string(apart)));
  undo(apart);
  CHECK_THROWS_WITH(undo(apart), Catch::Contains("does not stand"));
  CHECK_THROWS_WITH(merge(a, a), Catch::Contains("one row already"));
  CHECK_THROWS_WITH(merge(a, 4'000), Catch::Contains("there is no person 4000"));
  CHECK_THROWS_WITH(split("clinic", "c"), Catch::Contains("stands alone"));
  CHECK_THROWS_WITH(split("clinic", "x"), Catch::Contains("no record clinic/people x"));
  merge(a, b);
  CHECK(store.reader().count(people) == 1);
}

TEST_CASE_METHOD(Judging, "a judgement outlives the rows: a record that comes back is merged again") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN")});
  merge(row("999001"), row("999002"));
  const std::array<std::string_view, 1> keys{"c"};
  judge([&](auto& transaction) { return transaction.withdraw({"clinic", "people"}, people, keys).records.front(); });
  CHECK(store.reader().count(people) == 1);
  CHECK(store_world::problems(store).empty());
  tell(store, {person("clinic", "c", 30, "999003", "", "AN")});
  CHECK(store.reader().count(people) == 1);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE_METHOD(Judging, "a judgement that is rolled back was none") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN")});
  const std::string before = store_world::dump(store);
  const RowId a = row("999001"), b = row("999002");
  {
    auto transaction = store.begin();
    transaction.say_same(people, a, b, lan);
  }
  CHECK(store_world::dump(store) == before);
  CHECK(store.reader().judgements().empty());
  tell(store, {person("clinic", "c", 30, "999002", "", "AN", "4")});
  CHECK(store.reader().count(people) == 2);
}

TEST_CASE_METHOD(Judging, "another process that opens the store later goes on with what was judged") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN")});
  merge(row("999001"), row("999002"));
  {
    auto other = open(lt::store::Access::command);
    tell(other, {person("clinic", "c", 30, "999002", "", "AN", "7")});
    auto transaction = other.begin();
    transaction.undo_judgement(1, lan);
    transaction.commit();
  }
  tell(store, {person("portal", "p", 40, "999001", "", "AN", "8")});
  CHECK(store.reader().count(people) == 2);
  CHECK(value(row("999002"), "phone") == "7");
  CHECK(store_world::problems(store).empty());
}

TEST_CASE_METHOD(Judging, "the log is read from its end, by its line and by the row that it is about") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN"),
               person("clinic", "e", 20, "999003", "", "EM"), person("clinic", "f", 20, "999004", "", "EM")});
  const RowId a = row("999001");
  const auto first = merge(a, row("999002")), second = never(row("999003"), row("999004")), third = undo(first);
  const auto fourth = merge(a, row("999002"));
  auto reader = store.reader();
  const auto told = [](const std::vector<lt::store::Judgement>& log) {
    std::vector<std::int64_t> ids;
    for (const auto& entry : log) ids.push_back(entry.stands ? entry.id : -entry.id);
    return ids;
  };
  CHECK(told(reader.judgements()) == std::vector{-first, second, -third, fourth});
  CHECK(told(reader.latest_judgements(0, 2)) == std::vector{fourth, -third});
  CHECK(told(reader.latest_judgements(third, 2)) == std::vector{second, -first});
  CHECK(reader.latest_judgements(first, 2).empty());
  CHECK(reader.judgement(second)->b.key == "f");
  CHECK_FALSE(reader.judgement(99));
  CHECK(told(reader.judgements(people, a)) == std::vector{-first, -third, fourth});
  CHECK(told(reader.judgements(people, row("999003"))) == std::vector{second});
  CHECK(reader.judgements(people, 999).empty());
}

TEST_CASE_METHOD(Judging, "questions are read in stretches, the likeliest first, equal ones in their order") {
  std::vector<Said> all;
  for (int i = 0; i < 9; ++i)
    all.push_back(person("clinic", "c" + std::to_string(i), 20, "99900" + std::to_string(i), "", "AN"));
  tell(store, all);
  const RowId first = row("999000");
  judge([&](auto& transaction) {
    for (int i = 1; i < 9; ++i)
      transaction.put_question(people, row("99900" + std::to_string(i)), first, i % 3 == 0 ? 1.0 / 3 : -i % 2, "{}");
    return 0;
  });
  never(row("999004"), first);
  std::string paged;
  lt::store::QuestionPlace place;
  for (int stretches = 0; stretches < 9; ++stretches) {
    const auto questions = store.reader().open_questions(2, place);
    for (const auto& question : questions) {
      paged += question.a.key;
      place = {question.bits, question.id};
    }
  }
  CHECK(paged == "c3c6c2c8c1c5c7");
}

TEST_CASE_METHOD(Judging, "a question waits until a person answers it, and again when the answer is undone") {
  tell(store, {person("portal", "p", 10, "999001", "", "AN"), person("clinic", "c", 20, "999002", "", "AN"),
               person("clinic", "e", 20, "999003", "", "EM")});
  const RowId a = row("999001"), b = row("999002");
  judge([&](auto& transaction) {
    transaction.put_question(people, b, a, 3.5, "{}");
    transaction.put_question(people, row("999003"), a, 1.5, "{}");
    return 0;
  });
  auto open_now = store.reader().open_questions(10);
  REQUIRE(open_now.size() == 2);
  CHECK(open_now.front().a.key == "c");
  CHECK(open_now.front().b.row == a);
  CHECK(open_now.front().bits == 3.5);
  const auto id = open_now.front().id;
  CHECK(judge([&](auto& transaction) { return transaction.assign_question(id, "minh"); }));
  CHECK(store.reader().question(id)->assigned_to == "minh");
  const auto answer = never(a, b);
  CHECK(store.reader().question(id)->judgement == answer);
  CHECK(store.reader().open_questions(10).size() == 1);
  judge([&](auto& transaction) {
    transaction.put_question(people, b, a, 9, "{}");  // asked again: the answer stands
    return 0;
  });
  CHECK(store.reader().open_questions(10).size() == 1);
  undo(answer);
  CHECK(store.reader().open_questions(10).size() == 2);
}

namespace {

// Random life of a store that is judged, beside one that never is.
class Lives {
 public:
  explicit Lives(unsigned seed) : draw_(seed), never_judged_(never_.open()) {}

  void sequence(int steps) {
    for (int step = 0; step < steps; ++step) {
      INFO("step " << step);
      switch (any(6)) {
        case 0:
        case 1:
          page();
          break;
        case 2:
          withdraw();
          break;
        default:
          judge();
      }
      if (any(3) == 0) check();
    }
    undo_all();
    check();
    CHECK(store_world::dump(judged_.store) == store_world::dump(never_judged_));
  }

 private:
  int any(int below) { return static_cast<int>(draw_() % static_cast<unsigned>(below)); }
  std::string one_of(std::initializer_list<const char*> texts) {
    return texts.begin()[any(static_cast<int>(texts.size()))];
  }

  Said anything() {
    Said said = person(one_of({"registry", "portal", "clinic"}), one_of({"k1", "k2", "k3"}), ++time_,
                       one_of({"", "999001", "999002", "999003", "999004"}), one_of({"", "", "51", "52"}),
                       one_of({"AN", "BINH"}), one_of({"", "", "1", "2"}));
    if (any(2) == 0) return said;
    said.person[0] = one_of({"999001", "999002", "999003", "999004", "999005"});
    return dose(said, one_of({"d1", "d2", "d3", "d4"}), 1 + any(3), one_of({"AZ", "PF"}));
  }
  void page() {
    std::vector<Said> said;
    for (int i = 0; i <= any(4); ++i) said.push_back(anything());
    const auto there = judged_.tell(judged_.store, said);
    const auto here = never_.tell(never_judged_, said);
    CHECK(there.records == here.records);
    CHECK(there.entities == here.entities);
  }
  void withdraw() {
    const std::string key = one_of({"k1", "k2", "k3", "999001", "999003"});
    const std::string system = one_of({"registry", "portal", "clinic"});
    const std::array<std::string_view, 1> keys{key};
    for (auto* store : {&judged_.store, &never_judged_}) {
      auto transaction = store->begin();
      transaction.withdraw({system, "people"}, judged_.people, keys);
      transaction.commit();
    }
  }
  void judge() {
    const auto ids = rows();
    if (ids.empty()) return;
    const RowId a = ids[static_cast<std::size_t>(any(static_cast<int>(ids.size())))];
    const RowId b = ids[static_cast<std::size_t>(any(static_cast<int>(ids.size())))];
    try {
      const int kind = any(8);
      if (kind < 3) {
        judged_.merge(a, b);
      } else if (kind < 5) {
        const auto explained = judged_.store.reader().explain(judged_.people, a);
        for (const auto& field : explained->fields)
          if (field.winner) {
            judged_.split(field.winner->system, field.winner->key);
            break;
          }
      } else if (kind == 5) {
        judged_.never(a, b);
      } else if (const auto log = judged_.store.reader().judgements(); !log.empty()) {
        judged_.undo(log[static_cast<std::size_t>(any(static_cast<int>(log.size())))].id);
      }
    } catch (const lt::Error& error) {
      CHECK(error.kind() == lt::ErrorKind::misconfigured);  // what cannot be said is refused and changes nothing
      INFO(error.what());
      CHECK(error.kind() != lt::ErrorKind::failed);
    }
  }
  void undo_all() {
    auto log = judged_.store.reader().judgements();
    std::erase_if(log, [](const auto& entry) { return !entry.stands; });
    std::shuffle(log.begin(), log.end(), draw_);
    for (const auto& entry : log) judged_.undo(entry.id);
  }
  std::vector<RowId> rows() {
    lt::store::Rows page;
    judged_.store.reader().page(judged_.people, 0, 100, page);
    std::vector<RowId> ids;
    for (const auto& row : page.rows)
      if (!row.removed) ids.push_back(row.id);
    return ids;
  }
  void check() {
    CHECK(store_world::problems(judged_.store) == std::vector<std::string>());
    for (auto& [entity, mirror] : mirrors_) {
      mirror.follow(judged_.store, entity);
      CHECK(mirror.equals(judged_.store, entity));
    }
  }

  std::mt19937 draw_;
  Judging judged_;
  World never_;
  lt::store::Store never_judged_;
  std::map<int, Mirror> mirrors_{{judged_.people, {}}, {judged_.doses, {}}};
  lt::Milliseconds time_ = 100;
};

}  // namespace

TEST_CASE("any merges, splits and nevers, all undone, leave the store as if nobody had said anything") {
  constexpr int lives = 10, sequences = 30;
  for (unsigned seed = 1; seed <= lives; ++seed) {
    Lives life(seed);
    for (int sequence = 0; sequence < sequences; ++sequence) {
      INFO("seed " << seed << ", sequence " << sequence);
      life.sequence(9);
    }
  }
}
