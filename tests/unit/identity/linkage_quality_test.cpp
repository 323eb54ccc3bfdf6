// How good matching is, by public data with known truth and by a made-up province with mistakes. Weights are estimated
// without the truth, which is looked at only to count.
#include "linkage_fixture.hpp"
#include "twins/noisy_people.hpp"

#include <filesystem>

namespace {

using namespace lt::identity;

std::string shared_data(const std::string& file) {
  const std::string path = LT_SOURCE_DIR "/../shared/data/record-linkage/" + file;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " + path + " is not there");
    return {};
  }
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// As the twins write them, but that every second double comes from an office that knows the new communes only.
std::string province(const lt::twins::NoisyOptions& options) {
  using lt::units::Era;
  const lt::units::Catalogue& units = *surroundings().units;
  std::ostringstream written;
  lt::twins::write_noisy_people(options, written);
  std::istringstream in(written.str());
  std::string text, line;
  std::getline(in, text);
  text += '\n';
  while (std::getline(in, line)) {
    const auto record = std::stoull(line);
    const auto at = line.find(",,", line.find("+84"));
    if (record >= options.people && record % 2 == 0 && at != std::string::npos && at > 5) {
      const auto* old = units.by_code(line.substr(at - 5, 5), Era::before_july_2025);
      if (old != nullptr && units.successors(*old).size() == 1) {
        line.replace(at - 5, 7, "," + std::string(units.successors(*old).front()->code) + ",");
      }
    }
    text += line + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("FEBRL's first data set is linked with F1 of at least 0.97") {
  const std::string csv = shared_data("febrl_dataset1.csv");
  if (csv.empty()) return;
  const LinkageModel model = model_from("tests/unit/identity/models/febrl.yaml");
  const RecordFile file = records_of(model, csv);
  const Quality quality = quality_of(Linked(model, file).grouping.group_of, file.truth);
  CAPTURE(quality.found, quality.right, quality.missing);
  REQUIRE(file.table.size() == 1000);
  REQUIRE(quality.right + quality.missing == 500);
  CHECK(quality.f1() >= 0.97);
}

TEST_CASE("Splink's thousand made-up records are linked with F1 of at least 0.75") {
  const std::string csv = shared_data("splink_fake_1000.csv");
  if (csv.empty()) return;
  const LinkageModel model = model_from("tests/unit/identity/models/splink.yaml");
  const RecordFile file = records_of(model, csv);
  const Quality quality = quality_of(Linked(model, file).grouping.group_of, file.truth);
  CAPTURE(quality.found, quality.right, quality.missing);
  REQUIRE(file.table.size() == 1000);
  CHECK(quality.f1() >= 0.75);
}

TEST_CASE("a province with a tenth of noisy doubles is linked with F1 of at least 0.98 and hardly a wrong merge") {
  const auto seed = GENERATE(38U, 1U);
  const lt::twins::NoisyOptions options{.seed = seed};
  const LinkageModel model = model_from("config/identity/person.yaml");
  const RecordFile file = records_of(model, province(options));
  const Linked linked(model, file);
  REQUIRE(file.table.size() == 22'000);
  REQUIRE(linked.estimated.settled);

  const Quality merged = quality_of(linked.grouping.group_of, file.truth);
  REQUIRE(merged.right + merged.missing == 2000);
  CAPTURE(seed, merged.found, merged.right, merged.missing);
  CHECK(merged.f1() >= 0.98);
  CHECK(merged.precision() >= 0.999);

  // Whoever answers the questions, rightly, finds nearly all that is left.
  const Quality asked = quality_of(linked.at(model, file, model.ask_at).group_of, file.truth);
  CAPTURE(asked.found, asked.missing);
  CHECK(asked.recall() >= 0.99);
  CHECK(asked.found < merged.found + merged.found / 10);
}

TEST_CASE("a province without any double gets none") {
  const lt::twins::NoisyOptions options{.people = 8000, .noisy_percent = 0};
  const LinkageModel model = model_from("config/identity/person.yaml");
  const RecordFile file = records_of(model, province(options));
  const Quality merged = quality_of(Linked(model, file).grouping.group_of, file.truth);
  CHECK(merged.found == 0);
}

TEST_CASE("a province of twins only merges no two of them") {
  const lt::twins::NoisyOptions options{.people = 4000, .twins_percent = 100};
  const LinkageModel model = model_from("config/identity/person.yaml");
  const RecordFile file = records_of(model, province(options));
  const Linked linked(model, file);
  const Quality merged = quality_of(linked.grouping.group_of, file.truth);
  CAPTURE(merged.found, merged.right, merged.missing);
  CHECK(merged.found - merged.right == 0);
  CHECK(merged.recall() >= 0.75);  // the rest are questions
  CHECK(quality_of(linked.at(model, file, model.ask_at).group_of, file.truth).recall() >= 0.99);
}
