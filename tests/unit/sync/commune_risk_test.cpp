// The shipped criteria, summaries and mappings: the risk level of a commune, day by day.
#include "mapping/mappings.hpp"
#include "sync/derive_run.hpp"
#include "units/catalogue.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <map>
#include <sstream>

using namespace lt;
using namespace lt::sync;

namespace {

constexpr const char* ham_rong = "14758";     // since July 2025
constexpr const char* old_commune = "14755";  // became part of it

class Records : public RecordSource {
 public:
  explicit Records(std::vector<std::string> records) : records_(std::move(records)) {}
  void read(const std::string&, BatchCollector& into, const std::stop_token&) override {
    int number = 0;
    for (const auto& record : records_) into.record(record, "list.csv|" + std::to_string(++number));
  }

 private:
  std::vector<std::string> records_;
};

// Milliseconds of noon in Vietnam.
Milliseconds noon(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  return duration_cast<milliseconds>((sys_days(std::chrono::year(year) / month / day) + hours(5)).time_since_epoch())
      .count();
}

class Province {
 public:
  explicit Province(Milliseconds now) : clock(now) {
    const std::filesystem::path config = LT_SOURCE_DIR "/config";
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("lienthong_risk_" + std::to_string(getpid()) + "_" + std::to_string(++number) + ".db");
    remove();
    model_ = model::Model::load(config / "model", violations_);
    tables_ = mapping::ReferenceTables::load(config / "reference", violations_);
    const mapping::Surroundings surroundings{model_, tables_, &catalogue_};
    mappings_ = mapping::Mappings::load(config / "mappings", surroundings, violations_);
    summaries_ = mapping::load_summaries(config / "summaries", surroundings, violations_);
    for (const char* flow :
         {"derived_commune_cases", "derived_commune_new_cases", "derived_commune_vaccinated", "derived_risks"}) {
      flows_.push_back(
          FlowDefinition::read(YamlNode::load_file(config / "flows" / (std::string(flow) + ".yaml"), violations_)));
    }
    violations_.raise();
    store_.emplace(store::Store::open({.path = path_}, model_, clock));
  }
  ~Province() {
    store_.reset();
    remove();
  }

  void communes(std::vector<std::string> rows) { bring("list_communes", "lists.communes", std::move(rows)); }
  void cases(std::vector<std::string> rows) { bring("list_cases", "lists.cases", std::move(rows)); }
  void doses(std::vector<std::string> rows) {
    bring("national_vaccination", "national_vaccination.injections", std::move(rows));
  }

  // The hub concludes once; every ledger must balance.
  void conclude() {
    for (const auto& definition : flows_) {
      clock.advance(1000);
      INFO(definition.name);
      const DeriveFlow flow{definition, nullptr, summaries_.find(definition.from.substr(8))->second,
                            mappings_.in(definition.mapping)};
      const RunResult result = run_derived(flow, *store_, clock, {}, {});
      CHECK(result.message.empty());
      CHECK(result.counts.balanced(store::Direction::in));
      last_ = result.counts;
    }
  }
  // "level criteria day new_cases cover" of the assessments there are.
  std::map<std::string, std::string> risks() {
    std::ostringstream text;
    const std::array entities{store_->entity("risk_assessment")};
    store_->reader().dump(text, entities);
    std::istringstream lines(text.str());
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    const auto names = cells(line);
    std::map<std::string, std::string> found;
    while (std::getline(lines, line)) {
      std::map<std::string, std::string> row;
      const auto values = cells(line);
      for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = values[i];
      found[row["area_code"]] = row["level"] + " " + row["criteria"] + " " + row["assessed_on"] + " " +
                                row["new_cases"] + " " + row["vaccine_cover"];
    }
    return found;
  }
  const store::Counts& last() const { return last_; }

  FixedClock clock;

 private:
  static std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> list;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '\t');) list.push_back(cell);
    list.resize(64);
    return list;
  }
  void bring(const std::string& system, const std::string& mapping, std::vector<std::string> rows) {
    const std::string text =
        "{flow: " + system + ", direction: in, system: " + system + ", stream: rows, mapping: " + mapping + "}";
    const FlowDefinition definition = FlowDefinition::read(YamlNode::parse(text, "flow", violations_));
    violations_.raise();
    Records records(std::move(rows));
    clock.advance(1000);
    const RunResult result =
        run_records({definition, mappings_.in(mapping), records}, *store_, clock, {.from_the_start = true}, {});
    INFO(result.message);
    CHECK(result.counts.dead == 0);
  }
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + end);
  }

  std::filesystem::path path_;
  Violations violations_;
  units::Catalogue catalogue_ = units::Catalogue::load(LT_BUILD_DIR "/share/units.tsv");
  model::Model model_;
  mapping::ReferenceTables tables_;
  mapping::Mappings mappings_;
  mapping::Summaries summaries_;
  std::vector<FlowDefinition> flows_;
  std::optional<store::Store> store_;
  store::Counts last_;
};

std::string commune(const std::string& code, int population, int adults = 4, const char* assured = "Có") {
  return R"({"commune":")" + code + R"(","population":)" + std::to_string(population) + R"(,"adults":)" +
         std::to_string(adults) + R"(,"treatment_assured":")" + assured + R"("})";
}

// Of a man born on 4 May of that year.
std::string dose(int number, int born, int dose_number = 1) {
  const auto birthday = noon(born, 5, 4) - Milliseconds{5} * 3'600'000;
  const std::string citizen =
      "999" + std::string(born < 2000 ? "0" : "2") + std::to_string(born).substr(2) + "00000" + std::to_string(number);
  return R"({"id":"TC)" + std::to_string(number * 10 + dose_number) + R"(","fullname":"Lê Văn An","birthday":)" +
         std::to_string(birthday) + R"(,"genderId":1,"identification":")" + citizen + R"(","currentWardId":")" +
         old_commune + R"(","vaccineName":"PFIZER","injectionDate":)" +
         std::to_string(noon(2021, 9, 1) + dose_number * 86'400'000LL) + R"(,"doseNumber":)" +
         std::to_string(dose_number) + R"(,"updatedAt":1632000000000})";
}

std::string infected(int number, const std::string& day, const std::string& origin = "cộng đồng") {
  return R"({"case_code":"BN-)" + std::to_string(number) + R"(","level":"F0","detected_on":")" + day +
         R"(","origin":")" + origin + R"(","commune":")" + old_commune + "\"}";
}

}  // namespace

TEST_CASE("a commune's risk rises with its cases of the last seven days and falls when they are over") {
  Province province(noon(2021, 8, 9));
  province.communes({commune(ham_rong, 8'000), commune("14797", 20'000)});
  province.conclude();
  CHECK(province.risks() == std::map<std::string, std::string>{{ham_rong, "1 QD_2686 2021-08-09 0 0.0"},
                                                               {"14797", "1 QD_2686 2021-08-09 0 0.0"}});
  // 6 in 8,000 are 75 in 100,000; those in quarantine, of another week and F1 are none of the community's.
  province.cases({infected(1, "03/08/2021"), infected(2, "04/08/2021"), infected(3, "05/08/2021"),
                  infected(4, "06/08/2021"), infected(5, "09/08/2021"), infected(6, "09/08/2021"),
                  infected(7, "02/08/2021"), infected(8, "09/08/2021", "khu cách ly")});
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "3 QD_2686 2021-08-09 6 0.0");
  CHECK(province.risks().at("14797") == "1 QD_2686 2021-08-09 0 0.0");
  province.conclude();
  CHECK(province.last().read == 0);

  province.clock.advance(Milliseconds{86'400'000} * 4);
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "2 QD_2686 2021-08-13 2 0.0");
  province.clock.advance(Milliseconds{86'400'000} * 3);
  province.conclude();
  CHECK(province.risks() == std::map<std::string, std::string>{{ham_rong, "1 QD_2686 2021-08-16 0 0.0"},
                                                               {"14797", "1 QD_2686 2021-08-16 0 0.0"}});
}

TEST_CASE("the same cases are judged by the criteria in force on the day, without anything else having changed") {
  Province province(noon(2021, 10, 11));
  province.communes({commune(ham_rong, 8'000)});
  std::vector<std::string> cases;
  for (int number = 1; number <= 6; ++number) cases.push_back(infected(number, "10/10/2021"));
  province.cases(cases);
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "3 QD_2686 2021-10-11 6 0.0");
  province.clock.advance(86'400'000);
  province.conclude();
  // Nobody is vaccinated here, so by Decision 4800 it is still level 3.
  CHECK(province.risks() == std::map<std::string, std::string>{{ham_rong, "3 QD_4800 2021-10-12 6 0.0"}});
  // Two of four adults; a second dose and a boy of 17 make no more of it.
  province.doses({dose(1, 1995), dose(1, 1995, 2), dose(2, 2003), dose(3, 2004)});
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "3 QD_4800 2021-10-12 6 50.0");
  province.doses({dose(4, 1960)});
  province.conclude();
  CHECK(province.risks() == std::map<std::string, std::string>{{ham_rong, "2 QD_4800 2021-10-12 6 75.0"}});
  province.communes({commune(ham_rong, 8'000, 4, "Không")});
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "3 QD_4800 2021-10-12 6 75.0");
  province.doses({dose(5, 1961), dose(6, 1962)});
  province.conclude();
  CHECK(province.risks().at(ham_rong) == "3 QD_4800 2021-10-12 6 100.0");
}

TEST_CASE("no commune without its population is judged, and none whose day has no criteria") {
  Province province(noon(2021, 8, 9));
  province.cases({infected(1, "09/08/2021")});
  province.conclude();
  CHECK(province.risks().empty());
  Province early(noon(2021, 5, 30));
  early.communes({commune(ham_rong, 8'000)});
  early.conclude();
  CHECK(early.risks().empty());
  CHECK(early.last().dead == 1);
}
