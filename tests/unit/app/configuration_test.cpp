// Promises of refusing a configuration: where, what, and the nearest right name.
#include "app/configuration.hpp"

#include "app/command_line.hpp"
#include "app/flow_runner.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;

struct Breakage {
  const char* file;
  const char* from;
  const char* to;
  const char* said_in;  // the file that the violation names
  int line;
  const char* message;  // a part of it
};

const Breakage breakages[] = {
    {"flows/portal_injections.yaml", "fresh_within:", "fresh_witin:", "flows/portal_injections.yaml", 8,
     "unknown key 'fresh_witin'; did you mean 'fresh_within'?"},
    {"systems/department_database.yaml", "connector: sql_table\n", "connector: sql_table\nisolation: process\n",
     "systems/department_database.yaml", 8, "a process of its own has no network; write isolation: in_process"},
    {"flows/portal_injections.yaml", "fresh_within: 1h", "fresh_within: soon", "flows/portal_injections.yaml", 8,
     "a duration is expected here"},
    {"systems/national_vaccination.yaml", "size: 1000", "size: many", "systems/national_vaccination.yaml", 9,
     "must be a whole number, not 'many'"},
    {"mappings/national_vaccination.injections.yaml", "      full_name:", "      ful_name:",
     "mappings/national_vaccination.injections.yaml", 30, "did you mean 'full_name'?"},
    {"flows/ministry_lists.yaml", "mapping: ministry_list", "mapping: ministry_lits", "flows/ministry_lists.yaml", 1,
     "there is no mapping 'ministry_lits'; did you mean 'ministry_list'?"},
    {"model/facility.yaml", "fields:\n", "fields:\n  head: {to: immunization}\n", "model/immunization.yaml", 16,
     "references go in a circle"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app", "connector: citizen_ap", "systems/smart_thanh_hoa.yaml",
     2, "did you mean 'citizen_app'?"},
    {"systems/national_vaccination.yaml", "client_secret: national_vaccination_secret", "client_secret: nowhere",
     "systems/national_vaccination.yaml", 8,
     "the secret 'nowhere' is nowhere: run: lienthong secrets set nowhere, or set LIENTHONG_SECRET_NOWHERE in the "
     "environment"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app",
     "connector: citizen_app\ntls:\n  key_password: gone\n  certificate_file: c\n  key_file: k",
     "systems/smart_thanh_hoa.yaml", 6, "the secret 'gone' is nowhere"},
    {"flows/ministry_lists.yaml", "{every: 5m}", "{cron: \"61 * * * *\"}", "flows/ministry_lists.yaml", 7,
     "'61' is no minute"},
    {"flows/app_persons.yaml", "flow: app_persons", "flow: app_immunizations", "flows/app_persons.yaml", 1,
     "stands in"},
    {"flows/portal_injections.yaml", "stream: injections", "stream: injection", "flows/portal_injections.yaml", 1,
     "did you mean 'injections'?"},
    {"flows/app_persons.yaml", "system: smart_thanh_hoa", "system: smart_thanhhoa", "flows/app_persons.yaml", 1,
     "did you mean 'smart_thanh_hoa'?"},
    {"flows/app_persons.yaml", "direction: out", "direction: in", "flows/app_persons.yaml", 1, "goes the other way"},
    {"flows/app_persons.yaml", "batch: 1000", "batch: [1", "flows/app_persons.yaml", 0, "not valid YAML"},
    {"flows/app_persons.yaml", "batch: 1000", "batch: 1000\nbatch: 2", "flows/app_persons.yaml", 10,
     "stands here a second time"},
    {"flows/issued_passes.yaml", "{by_hand: true}", "{every: 1h}", "flows/issued_passes.yaml", 1,
     "'lienthong' is the hub itself: such a flow has direction: in and schedule: {by_hand: true}"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  qr_code: {mapping: citizen_app.persons, by: citizen_id}\n",
     "systems/smart_thanh_hoa.yaml", 6, "every system may ask 'qr_code' already"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  who: {mapping: citizen_app.person, by: citizen_id}\n",
     "systems/smart_thanh_hoa.yaml", 6, "answer 'who': there is no mapping 'citizen_app.person'; did you mean"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  who: {mapping: ministry_list, by: citizen_id}\n",
     "systems/smart_thanh_hoa.yaml", 6, "the mapping 'ministry_list' goes inward"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  who: {mapping: citizen_app.persons, by: citizenid}\n",
     "systems/smart_thanh_hoa.yaml", 6, "has no field 'citizenid'; did you mean 'citizen_id'?"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  doses: {mapping: citizen_app.immunizations, by: person.citizenid}\n",
     "systems/smart_thanh_hoa.yaml", 6, "'person' has no field 'citizenid'; did you mean 'citizen_id'?"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  doses: {mapping: citizen_app.immunizations, by: person}\n",
     "systems/smart_thanh_hoa.yaml", 6, "nobody can ask by immunization.person"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  who: {mapping: citizen_app.persons, by: citizen_id, newest: phone}\n",
     "systems/smart_thanh_hoa.yaml", 6, "person.phone is no date and no timestamp"},
    {"systems/smart_thanh_hoa.yaml", "connector: citizen_app\n",
     "connector: citizen_app\nanswers:\n  who: {mapping: citizen_app.persons, key: citizen_id}\n",
     "systems/smart_thanh_hoa.yaml", 6, "unknown key 'key'"},
    {"flows/derived_cases.yaml", "from: derived.positive_samples", "from: derived.positive_sample",
     "flows/derived_cases.yaml", 1, "did you mean 'derived.positive_samples'?"},
    {"flows/derived_cases.yaml", "direction: derive", "direction: derive\nstream: x", "flows/derived_cases.yaml", 4,
     "a derive flow reads the hub's own rows"},
    {"flows/derived_daily_cases.yaml", "from: summary.cases_by_day", "from: summary.case_by_day",
     "flows/derived_daily_cases.yaml", 1, "did you mean 'cases_by_day'?"},
    {"mappings/derived.cases.yaml", "{row: /sample}", "{row: /person}", "mappings/derived.cases.yaml", 11,
     "'test_sample' refers to 'test_sample', but '/person' holds a row of 'person'"},
    {"mappings/derived.invitations_to_tell.yaml", "filter: outcome empty", "filter: status != sent and outcome empty",
     "flows/derived_invitation_messages.yaml", 1,
     "derived_invitation_statuses writes invitation.status, which derived_invitation_messages reads"},
    {"summaries/cases_by_day.yaml", "measures: {count: count}", "measures: {count: cuont}",
     "summaries/cases_by_day.yaml", 7, "a measure is count"},
    {"summaries/cases_by_day.yaml", "count: 1}, {day", "count: 2}, {day", "summaries/cases_by_day.yaml", 9,
     "expected 2, came 1"},
    {"hub.yaml", "log_level: info", "log_level: inof", "hub.yaml", 8, "did you mean 'info'?"},
    {"retention.yaml", "runs: 400d", "runs: 400", "retention.yaml", 4, "a duration is expected here"},
    {"retention.yaml", "runs: 400d", "run: 400d", "retention.yaml", 4, "did you mean 'runs'?"},
    {"retention.yaml", "  crossing: {", "  crosing: {", "retention.yaml", 10, "did you mean 'crossing'?"},
    {"retention.yaml", "  crossing: {dead_letters: 60d", "  crossing: {dead_leters: 60d", "retention.yaml", 10,
     "did you mean 'dead_letters'?"},
};

// A copy of the shipped configuration whose secrets are there.
class ConfigurationCopy {
 public:
  ConfigurationCopy() : folder_(fs::temp_directory_path() / ("lienthong_configuration_" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(LT_SOURCE_DIR "/config", folder_ / "config", fs::copy_options::recursive);
    replace("hub.yaml", "secrets: ../var/secrets.yaml", "");
    setenv("LIENTHONG_SECRET_NATIONAL_VACCINATION_SECRET", "x", 1);
    setenv("LIENTHONG_SECRET_SMART_THANH_HOA_TOKEN", "y", 1);
    for (const char* name : {"SECRET", "API_KEY"})
      setenv((std::string("LIENTHONG_SECRET_POPULATION_DATABASE_") + name).c_str(), "z", 1);
    setenv("LIENTHONG_SECRET_POPULATION_HEALTH_TOKEN", "z", 1);
    setenv("LIENTHONG_SECRET_SMART_THANH_HOA_WEBHOOK", "z", 1);
  }
  ~ConfigurationCopy() { fs::remove_all(folder_); }

  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::ifstream in(folder_ / "config" / file);
    std::ostringstream text;
    text << in.rdbuf();
    std::string changed = text.str();
    const auto place = changed.find(from);
    REQUIRE(place != std::string::npos);
    changed.replace(place, from.size(), to);
    std::ofstream(folder_ / "config" / file) << changed;
  }

  std::vector<lt::Violation> violations() const {
    const auto configuration = lt::app::Configuration::load(folder_ / "config");
    configuration->check_secrets();
    if (configuration->violations().empty()) {
      const lt::SystemClock clock;
      lt::app::FlowRunner(*configuration, clock).check_streams(configuration->violations());
      configuration->run_examples(configuration->violations());
    }
    return configuration->violations().list();
  }

  fs::path store() const { return folder_ / "var"; }
  fs::path config() const { return folder_ / "config"; }

 private:
  fs::path folder_;
};

}  // namespace

TEST_CASE("the shipped configuration is valid and its mappings' examples hold") {
  const ConfigurationCopy copy;
  INFO(lt::to_string(copy.violations()));
  CHECK(copy.violations().empty());
}

TEST_CASE("a broken configuration is refused with file, line and the nearest right name, and nothing is made") {
  for (const auto& breakage : breakages) {
    const ConfigurationCopy copy;
    copy.replace(breakage.file, breakage.from, breakage.to);
    const auto violations = copy.violations();
    INFO(breakage.file << ": " << breakage.to << "\n" << lt::to_string(violations));
    bool said = false;
    for (const auto& violation : violations) {
      said = said ||
             (violation.file.ends_with(breakage.said_in) && (breakage.line == 0 || violation.line == breakage.line) &&
              violation.message.find(breakage.message) != std::string::npos);
    }
    CHECK(said);
    CHECK_FALSE(fs::exists(copy.store()));
  }
}

TEST_CASE("a secret that is missing together with its file is refused by name, at its line, with the way to give it") {
  const ConfigurationCopy copy;
  copy.replace("hub.yaml", "workers: 4", "workers: 4\nsecrets: ../var/secrets.yaml");
  copy.replace("systems/smart_thanh_hoa.yaml", "token: smart_thanh_hoa_token", "token: app.key-1");
  const auto violations = copy.violations();
  REQUIRE(violations.size() == 1);
  CHECK(violations.front().file.ends_with("systems/smart_thanh_hoa.yaml"));
  CHECK(violations.front().line == 7);
  CHECK(violations.front().message ==
        "the secret 'app.key-1' is nowhere: run: lienthong secrets set app.key-1, or set LIENTHONG_SECRET_APP_KEY_1 in "
        "the environment");
}

TEST_CASE("what only reads needs no secrets, what speaks to partners does") {
  const ConfigurationCopy copy;
  copy.replace("systems/smart_thanh_hoa.yaml", "token: smart_thanh_hoa_token", "token: gone");
  const lt::SystemClock clock;
  std::ostringstream said;
  const auto exit_of = [&](std::vector<std::string> words) {
    lt::app::CommandLine line(said, said, clock);
    words.insert(words.begin(), {"--config", copy.config().string()});
    return run_command_line(words, line);
  };
  for (const auto& words : {std::vector<std::string>{"validate"},
                            {"serve"},
                            {"run", "app_persons"},
                            {"systems", "check"},
                            {"dead-letters", "replay", "1"}}) {
    INFO(words.front());
    CHECK(exit_of(words) == 3);
  }
  CHECK(said.str().find("the secret 'gone'") != std::string::npos);
  CHECK_FALSE(fs::exists(copy.store()));

  lt::store::Store::open({.path = copy.store() / "lienthong.db", .access = lt::store::Access::serve, .cache_mb = 4},
                         lt::app::Configuration::load(copy.config())->model(), clock);
  said.str("");
  for (const auto& words : {std::vector<std::string>{"dead-letters", "list"},
                            {"store", "dump"},
                            {"store", "check"},
                            {"flows"},
                            {"status"},
                            {"report"},
                            {"units", "find", "Hạc Thành"}}) {
    INFO(words.front() << said.str());
    const int exit = exit_of(words);
    CHECK((exit == 0 || exit == 5));
  }
  CHECK(said.str().find("secret") == std::string::npos);
}

TEST_CASE("an example whose result differs is refused at its line") {
  const ConfigurationCopy copy;
  copy.replace("mappings/citizen_app.persons.yaml", "output: {fullName: Nguyễn Văn An",
               "output: {fullName: Nguyễn Văn B");
  const auto violations = copy.violations();
  REQUIRE_FALSE(violations.empty());
  CHECK(violations.front().file.ends_with("mappings/citizen_app.persons.yaml"));
  CHECK(violations.front().line > 0);
  CHECK(violations.front().message.find("Nguyễn Văn An") != std::string::npos);
}
