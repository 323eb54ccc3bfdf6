// Promises of groups and of the index: no chain over what contradicts, no guess between two, all undone by moving back.
#include "identity/person_index.hpp"
#include "linkage_fixture.hpp"

namespace {

using namespace lt::identity;

constexpr const char* small_model = R"yaml(
linkage: small
fields: {id: id, name: name, day: day, home: home}
merge_at: 0.99
ask_at: 0.1
comparisons:
  - compare: id
    identifies: true
    household: [0.001, 0.999]
    levels: [equal(id)]
    match: [0.99, 0.01]
    stranger: [0.000001, 0.999999]
  - compare: name
    household: [0.01, 0.05, 0.94]
    levels: [equal(name), "edits(name, 1)"]
    match: [0.9, 0.09, 0.01]
    stranger: [0.001, 0.001, 0.998]
  - compare: day
    household: [0.02, 0.98]
    levels: [equal(day)]
    match: [0.98, 0.02]
    stranger: [0.0001, 0.9999]
  - compare: home
    household: [0.98, 0.02]
    levels: [equal(home)]
    match: [0.9, 0.1]
    stranger: [0.001, 0.999]
blocking: [[id], [day], [home]]
matches_per_record: 0.2
household_per_record: 0.2
)yaml";

std::vector<RecordNumber> groups_of(const std::string& csv, std::size_t* refused = nullptr) {
  const LinkageModel model = model_of(small_model);
  const RecordFile file = records_of(model, csv);
  const Comparer comparer(file.table);
  const Weights weights(model, given_shares(model), 1000);
  const Links links = find_links(file.table, file.index, comparer, weights, bits_of(0.01));
  const Grouping made =
      group(file.table, comparer, weights, links, bits_of(model.merge_at), bits_of(model.apart_below));
  if (refused != nullptr) *refused = made.refused.size();
  return made.group_of;
}

using Values = std::vector<std::string_view>;

}  // namespace

TEST_CASE("a record between two persons with different numbers does not chain them into one") {
  std::size_t refused = 0;
  const auto groups = groups_of("id,name,day,home\n1,an,d,h\n,an,d,h\n2,an,d,h\n", &refused);
  CHECK(groups[0] != groups[2]);
  CHECK((groups[1] == groups[0]) != (groups[1] == groups[2]));
  CHECK(refused == 1);  // a person is shown the other
}

TEST_CASE("twins of one house and day stay two, the same child written twice becomes one") {
  const auto groups = groups_of("id,name,day,home\n,thu,d,h\n,lan,d,h\n,thu,d,h\n,lana,d,h\n");
  CHECK(groups == std::vector<RecordNumber>{0, 1, 0, 3});  // a mistyped name in a house of twins is a question
}

TEST_CASE("two things that are seldom wrong and are wrong at once are a question, whatever the rest weighs") {
  const LinkageModel model = model_of(R"yaml(
linkage: twins
fields: {id: id, name: name, day: day}
comparisons:
  - {compare: id, levels: [equal(id), "edits(id, 1)"], wrong_at_most: 0.1, match: [0.5, 0.4, 0.1], stranger: [0.1, 0.1, 0.8]}
  - {compare: name, levels: [equal(name), "edits(name, 1)"], wrong_at_most: 0.1, match: [0.5, 0.4, 0.1], stranger: [0.1, 0.1, 0.8]}
  - {compare: day, levels: [equal(day)], match: [0.999, 0.001], stranger: [0.000001, 0.999999]}
blocking: [[day]]
matches_per_record: 0.5
)yaml");
  PersonIndex index(model, given_shares(model));
  index.add(1, Values{"100", "hong", "d"});
  CHECK(index.place(Values{"100", "hung", "d"}).verdict == Verdict::match);
  CHECK(index.place(Values{"101", "hong", "d"}).verdict == Verdict::match);
  const Placement twin = index.place(Values{"101", "hung", "d"});
  CHECK(twin.verdict == Verdict::ask);
  CHECK(twin.proposals.at(0).bits > bits_of(model.merge_at));
}

TEST_CASE("a new record finds its row, a new row or a question, and says why") {
  const LinkageModel model = model_of(small_model);
  PersonIndex index(model, given_shares(model));
  const Values an{"1", "an", "d1", "h1"}, be{"2", "be", "d2", "h2"}, an_elsewhere{"", "an", "d1", "h9"};
  index.add(1, an);
  index.add(2, be);
  // Enough others for the place of a stranger to be rare.
  std::vector<std::string> made;
  for (int i = 0; i < 300; ++i) made.push_back("x" + std::to_string(i));
  for (int i = 0; i < 100; ++i) index.add(3 + i, Values{made[i * 3], made[i * 3 + 1], made[i * 3 + 2], "far"});

  const Placement known = index.place(Values{"1", "an", "d1", "h1"});
  CHECK(known.verdict == Verdict::match);
  CHECK(known.row == 1);
  CHECK(index.explain(Values{"1", "an", "d1", "h1"}, known.proposals.at(0).record).probability > 0.99);
  CHECK(index.place(Values{"9", "cu", "d9", "h9"}).verdict == Verdict::fresh);

  const Placement doubtful = index.place(Values{"3", "an", "d1", "h1"});  // another number, all else the same
  CHECK(doubtful.verdict == Verdict::ask);
  CHECK(doubtful.proposals.at(0).apart);
  CHECK_FALSE(doubtful.row);

  // What a person has said is never the same is not asked again.
  const std::vector<RowNumber> never{1};
  CHECK(index.place(Values{"3", "an", "d1", "h1"}, never).verdict == Verdict::fresh);
}

TEST_CASE("two rows that look alike are a question, and merging them and undoing it is moving records") {
  const LinkageModel model = model_of(small_model);
  PersonIndex index(model, given_shares(model));
  const RecordNumber first = index.add(1, Values{"", "an", "d1", "h1"});
  const RecordNumber second = index.add(2, Values{"", "an", "d1", "h1"});
  const Values again{"", "an", "d1", "h1"};
  CHECK(index.place(again).verdict == Verdict::ask);
  CHECK(index.place(again).proposals.size() == 2);

  index.move(second, 1);
  CHECK(index.place(again).row == 1);
  index.move(second, 2);
  CHECK(index.place(again).verdict == Verdict::ask);
  CHECK(index.row_of(first) == 1);

  index.remove(second);
  CHECK(index.place(again).row == 1);
  index.remove(first);
  CHECK(index.place(again).verdict == Verdict::fresh);
}

TEST_CASE("a row is apart by any of its records, not only by the one that was found") {
  const LinkageModel model = model_of(small_model);
  PersonIndex index(model, given_shares(model));
  index.add(1, Values{"", "an", "d1", "h1"});
  index.add(1, Values{"7", "an", "d7", "h7"});  // nothing by which the new record finds this one
  const Placement placed = index.place(Values{"8", "an", "d1", "h1"});
  CHECK(placed.verdict == Verdict::ask);
  CHECK(placed.proposals.at(0).apart);
}

TEST_CASE("a block that is too big is passed over") {
  const LinkageModel model = model_of(R"yaml(
linkage: blocks
fields: {a: a, b: b}
comparisons: [{compare: a, levels: [equal(a)]}]
blocking: [{on: [a], at_most: 3}, [b]]
)yaml");
  const RecordFile file = records_of(model, "a,b\nx,1\nx,2\nx,3\nx,1\n");
  BlockKeys keys(model);
  std::vector<RecordNumber> found;
  CHECK(file.index.find(keys.of(file.table, file.table.view(3)), model, 3, found) == 1);
  CHECK(found == std::vector<RecordNumber>{0});
}
