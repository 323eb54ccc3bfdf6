// Promises of linkage models: what is wrong in one is said with its line before anything is matched.
#include "linkage_fixture.hpp"

namespace {

using namespace lt::identity;

std::string faults(const std::string& text) {
  lt::Violations violations;
  LinkageModel::read(lt::YamlNode::parse(text, "m.yaml", violations), violations);
  return lt::to_string(violations.list());
}

constexpr const char* good = R"yaml(
linkage: small
fields: {name: name, day: day}
comparisons:
  - compare: name
    levels: [equal(name), "words_near(name, 1) and equal(day)"]
blocking:
  - [name.last, day.year]
)yaml";

}  // namespace

TEST_CASE("a linkage model reads its levels, terms and keys") {
  const LinkageModel model = model_of(good);
  REQUIRE(model.comparisons.size() == 1);
  REQUIRE(model.comparisons[0].levels.size() == 3);
  CHECK(model.comparisons[0].levels[1].terms.size() == 2);
  CHECK(model.comparisons[0].levels[2].terms.empty());
  REQUIRE(model.rules.size() == 1);
  CHECK(model.rules[0].parts[1].form == KeyForm::year);
  CHECK_FALSE(model.households);
  CHECK_FALSE(model.has_given_weights());
}

TEST_CASE("a fault of a linkage model names its line and the nearest right name") {
  CHECK_THAT(faults("linkage: x\nfields: {name: name}\ncomparisons:\n  - compare: name\n    levels: [equl(name)]\n"
                    "blocking: [[name]]\n"),
             Catch::Contains("m.yaml:5") && Catch::Contains("did you mean 'equal'"));
  CHECK_THAT(faults("linkage: x\nfields: {name: name}\ncomparisons:\n  - compare: name\n    levels: [equal(nme)]\n"
                    "blocking: [[name]]\n"),
             Catch::Contains("did you mean 'name'"));
  CHECK_THAT(faults("linkage: x\nfields: {name: name}\ncomparisons:\n  - compare: name\n    levels: [edits(name)]\n"
                    "blocking: [[name.lst]]\n"),
             Catch::Contains("edits(FIELD, MOST)") && Catch::Contains("did you mean 'last'"));
  CHECK_THAT(faults("linkage: x\nmerge_at: 0.4\nask_at: 0.5\n"),
             Catch::Contains("ask_at <= merge_at") && Catch::Contains("'fields' is missing") &&
                 Catch::Contains("'comparisons' is missing") && Catch::Contains("'blocking' is missing"));
  CHECK_THAT(faults("linkage: x\nfields: {name: name}\ncomparisons:\n  - compare: name\n    levels: [equal(name)]\n"
                    "    wrong_from: differs\nblocking: [[name]]\n"),
             Catch::Contains("m.yaml:6") && Catch::Contains("one of the levels behind the first"));
  CHECK_THAT(faults(std::string(good) + "matches_per_record: 0.1\n"), Catch::Contains("of every comparison"));
}

TEST_CASE("a linkage model that names a missing column is refused with its line") {
  const LinkageModel model = model_of(good);
  CHECK_THROWS_WITH(records_of(model, "name,dy\nA,2000\nB,2001\n"),
                    Catch::Contains("model.yaml:3") && Catch::Contains("did you mean 'dy'"));
  CHECK_THROWS_WITH(records_of(model, ""), Catch::Contains("records.csv is empty"));
}

TEST_CASE("a field that is optional is empty where a source has no such column, but its function must be right") {
  const std::string text = R"yaml(
linkage: small
truth: who
fields:
  name: name
  father: {from: father | fold, optional: true}
comparisons: [{compare: name, levels: [equal(name)]}]
blocking: [[name]]
)yaml";
  const LinkageModel model = model_of(text);
  const RecordFile with = records_of(model, "name,father,who\nA,Lê,1\nB,,2\n");
  CHECK(with.table.text(with.table.view(0), 1) == "le");
  CHECK(with.truth == std::vector<RecordNumber>{0, 1});
  const RecordFile without = records_of(model, "name\nA\nB\n");
  CHECK(without.table.text(without.table.view(0), 1).empty());
  CHECK(without.truth.empty());
  std::string wrong = text;
  wrong.replace(wrong.find("| fold"), 6, "| fodl");
  CHECK_THROWS_WITH(records_of(model_of(wrong), "name,father\nA,B\nC,D\n"), Catch::Contains("did you mean 'fold'"));
}

TEST_CASE("the shipped linkage models are without fault") {
  for (const auto& file : lt::yaml_files(LT_SOURCE_DIR "/config/identity")) {
    lt::Violations violations;
    const LinkageModel model = LinkageModel::load(file, violations);
    CHECK(lt::to_string(violations.list()).empty());
    CHECK(model.name == file.stem().string());
  }
}

TEST_CASE("values are made ready by expressions, several from one column, a word of a name") {
  const LinkageModel model = model_of(R"yaml(
linkage: small
fields:
  given: {from: name | fold, word: last}
  phones: {from: phones | phone, values: 2}
  commune: first(commune, old | new_unit)
comparisons:
  - compare: phones
    levels: [equal(phones)]
blocking:
  - [phones]
)yaml");
  const RecordFile file = records_of(model,
                                     "name,phones,commune,old\nLê Thị Hòa,0912345678; xx; 0988 777 666; 0912345678,,"
                                     "16651\nX,,14758,\n");
  const auto text = [&](RecordNumber record, int slot) { return file.table.text(file.table.view(record), slot); };
  CHECK(text(0, 0) == "hoa");
  CHECK(text(0, 1) == "+84912345678");
  CHECK(text(0, 2) == "+84988777666");
  CHECK(text(0, 3).empty());  // a commune that was divided is none
  CHECK(text(1, 3) == "14758");
}
