// Promises of weights: EM finds what the data were made with, and what is explained adds up.
#include "identity/explanation.hpp"
#include "linkage_fixture.hpp"

#include <random>

namespace {

using namespace lt::identity;

constexpr const char* drawn_model = R"yaml(
linkage: drawn
truth: truth
fields: {name: name, day: day, town: town, sex: sex}
comparisons:
  - compare: name
    levels: [equal(name), "edits(name, 1)"]
  - compare: day
    levels: [equal(day)]
  - compare: town
    levels: [equal(town)]
  - compare: sex
    levels: [equal(sex)]
blocking:
  - [day]
  - [name]
)yaml";

std::string word(std::mt19937& draw) {
  std::string text;
  for (int i = 0; i < 6; ++i) text += static_cast<char>('a' + draw() % 6);
  return text;
}

// 3000 persons, 1000 of them twice: of the second records 20 % have a letter of the name wrong, 10 % another day,
// 30 % another town.
std::string drawn() {
  std::mt19937 draw(7);
  std::ostringstream out;
  out << "truth,name,day,town,sex\n";
  for (int person = 0; person < 3000; ++person) {
    std::string name = word(draw);
    const auto day = [&] { return std::to_string(draw() % 3000); };
    const auto town = [&] { return std::to_string(draw() % 40); };
    std::string born = day(), lives = town();
    const char* sex = draw() % 2 == 0 ? "M" : "F";
    out << person << ',' << name << ',' << born << ',' << lives << ',' << sex << '\n';
    if (person % 3 != 0) continue;
    if (draw() % 100 < 20) name[draw() % 6] = 'z';
    if (draw() % 100 < 10) born = day();
    if (draw() % 100 < 30) lives = town();
    out << person << ',' << name << ',' << born << ',' << lives << ',' << sex << '\n';
  }
  return out.str();
}

}  // namespace

TEST_CASE("EM finds the shares with which records were drawn, without the truth") {
  const LinkageModel model = model_of(drawn_model);
  const RecordFile file = records_of(model, drawn());
  const Comparer comparer(file.table);
  const Estimate made = estimate(file.table, file.index, comparer);
  CHECK(made.settled);
  const auto& match = made.shares.of[0];
  const auto& stranger = made.shares.of[2];
  // 2 % of the pairs have neither name nor day in common, so blocking misses them; the rest is 0.8 : 0.18 and 0.92 :
  // 0.08.
  CHECK(match[0][0] == Approx(0.82).margin(0.04));
  CHECK(match[0][1] == Approx(0.18).margin(0.04));
  CHECK(match[1][0] == Approx(0.92).margin(0.03));
  CHECK(match[2][0] == Approx(0.71).margin(0.05));
  CHECK(match[3][0] > 0.99);
  CHECK(stranger[1][0] == Approx(1 / 3000.0).epsilon(0.1));
  CHECK(stranger[2][0] == Approx(1 / 40.0).epsilon(0.1));
  CHECK(stranger[3][0] == Approx(0.5).epsilon(0.05));
  CHECK(made.shares.matches_per_record == Approx(2 * 980 / 4000.0).epsilon(0.05));
}

TEST_CASE("the same records give the same weights, and weights may be given instead") {
  const LinkageModel model = model_of(drawn_model);
  const RecordFile file = records_of(model, drawn());
  const Comparer comparer(file.table);
  const Estimate first = estimate(file.table, file.index, comparer);
  CHECK(estimate(file.table, file.index, comparer).shares.of == first.shares.of);

  const LinkageModel given = model_of(R"yaml(
linkage: given
fields: {name: name}
comparisons:
  - compare: name
    levels: [equal(name)]
    match: [0.9, 0.1]
    stranger: [0.01, 0.99]
blocking: [[name]]
matches_per_record: 0.5
)yaml");
  REQUIRE(given.has_given_weights());
  const Weights weights(given, given_shares(given), 1000);
  Pattern pattern;
  pattern.level[0] = 0;
  pattern.rarity[0] = 1;
  CHECK(weights.weigh(pattern).total() == Approx(std::log2(0.5 / 1000) + std::log2(90)).margin(0.001));
  pattern.rarity[0] = 0.25F;  // four times rarer than usual is two bits more
  CHECK(weights.part(pattern, 0).against_stranger == Approx(std::log2(90) + 2).margin(0.001));
}

TEST_CASE("what is explained adds up to the decision, and a rare name weighs more than a common one") {
  const LinkageModel model = model_of(R"yaml(
linkage: names
fields: {name: name, day: day}
comparisons:
  - compare: name
    label: Họ và tên
    frequency: name
    levels: [equal(name)]
    match: [0.9, 0.1]
    stranger: [0.01, 0.99]
  - compare: day
    levels: [equal(day)]
    match: [0.9, 0.1]
    stranger: [0.001, 0.999]
blocking: [[name]]
matches_per_record: 0.1
)yaml");
  std::string csv = "name,day\n";
  for (int i = 0; i < 50; ++i) csv += "Nguyễn Văn Nam," + std::to_string(i) + "\n";
  csv += "Thiều Bá Khoa,1\nThiều Bá Khoa,1\n";
  const RecordFile file = records_of(model, csv);
  const Comparer comparer(file.table);
  const Weights weights(model, given_shares(model), 52);
  const auto why = [&](RecordNumber a, RecordNumber b) {
    return explain(file.table, comparer, weights, file.table.view(a), file.table.view(b));
  };
  const Explanation common = why(0, 1), rare = why(50, 51);
  REQUIRE(rare.parts.size() == 2);
  CHECK(rare.parts[0].label == "Họ và tên");
  CHECK(rare.parts[0].a == "Thiều Bá Khoa");
  CHECK(rare.parts[0].bits > common.parts[0].bits + 4);
  CHECK(rare.start + rare.parts[0].bits + rare.parts[1].bits == Approx(rare.bits));
  CHECK(rare.against == Kind::stranger);
}
