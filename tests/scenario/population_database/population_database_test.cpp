// The national population database: vaccinations, declarations and passes in, confirmations out, on good days and bad.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

// Struck once, on the third page of the vaccination sync.
const Fault on_soap[] = {{"slow;ms=300", attention, ""},
                         {"401", unavailable, "denied"},
                         {"403", unavailable, "denied"},
                         {"404", misconfigured, "misconfigured"},
                         {"409", failed, "failed"},
                         {"422", misconfigured, "misconfigured"},
                         {"429;retry_after=1", unavailable, "unavailable"},
                         {"500", unavailable, "unavailable"},
                         {"503;retry_after=1", unavailable, "unavailable"},
                         {"soap_fault", unavailable, "unavailable"},
                         {"cut", unavailable, "unavailable"},
                         {"truncate", unavailable, "unavailable"},
                         {"repeat_page", unavailable, "unavailable"},
                         {"doctype", failed, "failed"},
                         {"wrong_namespace", failed, "failed"},
                         {"bomb", failed, "failed"},
                         {"other_prefix", attention, ""},
                         {"plain_body", attention, ""},
                         {"broken_body", attention, ""},
                         {"reorder", attention, ""},
                         {"bad_utf8", attention, ""},
                         {"drop_field", attention, ""},
                         {"rename_field;to=renamed", attention, ""},
                         {"huge_field", attention, ""}};

// On lists whose record is about a citizen.
std::vector<Fault> about_citizens() {
  auto faults = faults_on_reading();
  for (auto& fault : faults) {
    if (std::string_view(fault.kind) == "drop_field") fault.kind = "drop_field;field=citizen";
    if (std::string_view(fault.kind).starts_with("rename_field")) fault.kind = "rename_field;field=citizen";
    if (std::string_view(fault.kind) == "huge_field") fault.kind = "huge_field;field=citizen";
    if (std::string_view(fault.kind) == "bomb") fault.kind = "bomb;field=citizen";
  }
  return faults;
}

// The shipped configuration with pages so small that a small world fills several.
struct Province : Installation {
  Province() : Installation({.seed = 38, .records = 10, .people = 400, .cases_a_day = 1}) { make_small(); }

  void make_small() {
    enable("population_database");
    replace_in(config("systems/population_database.yaml"), "size: 500", "size: 40");
    replace_in(config("systems/population_database.yaml"), "token: population_health_token",
               "token: population_health_token\n    declarations: {size: 5}\n    passes: {size: 5}\n"
               "    confirmations: {batch: 5}");
  }
  void begin_again() {
    start_over();
    make_small();
    twins().clear_faults("population");
  }
  json::object population_truth() {
    return json::parse(twins().command("population", "GET", "/twin/truth")).as_object();
  }
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::istringstream rest(line);
  for (std::string cell; std::getline(rest, cell, '\t');) found.push_back(cell);
  return found;
}

// Of each pass in a dump: the moments of its issue and of its end.
std::vector<std::pair<std::string, std::string>> lives_of_passes(const std::string& dump) {
  std::istringstream lines(dump);
  std::string line;
  while (std::getline(lines, line) && line != "# movement_pass") continue;
  std::getline(lines, line);
  const auto header = cells(line);
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  std::vector<std::pair<std::string, std::string>> found;
  while (std::getline(lines, line) && !line.empty() && line[0] != '#') {
    const auto row = cells(line);
    found.emplace_back(row.at(column("issued_at")), row.at(column("expires_at")));
  }
  return found;
}

// "2021-08-30T08:30:00+07:00" three days later.
std::string three_days_after(const std::string& moment) {
  using namespace std::chrono;
  const year_month_day day{year{std::stoi(moment.substr(0, 4))},
                           month{static_cast<unsigned>(std::stoi(moment.substr(5, 2)))},
                           std::chrono::day{static_cast<unsigned>(std::stoi(moment.substr(8, 2)))}};
  const year_month_day later{sys_days{day} + days{3}};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(later.year()),
                static_cast<unsigned>(later.month()), static_cast<unsigned>(later.day()));
  return text + moment.substr(10);
}

Target target(const std::string& flow, const std::string& path, int after) {
  return {"population", flow, path, after, [](Installation& hub) { static_cast<Province&>(hub).begin_again(); }};
}

}  // namespace

TEST_CASE("every citizen of the sync is stored or waits with the reason for which importers refuse it") {
  Province hub;
  const json::value run = hub.ask({"run", "population_vaccinations"}, attention);
  const auto truth = hub.population_truth();
  const auto wrong = [&](const std::string& reason) { return number(json::value(truth), "/byReason/" + reason); };
  std::int64_t all_wrong = 0;
  for (const auto& reason : truth.at("byReason").as_object()) all_wrong += reason.value().to_number<std::int64_t>();
  CHECK(number(run, "/counts/read") == number(json::value(truth), "/citizens"));
  CHECK(number(run, "/counts/dead") == all_wrong);
  CHECK(number(run, "/counts/created") == number(json::value(truth), "/citizens") - all_wrong);

  std::map<std::string, std::int64_t> came;
  const json::value letters =
      hub.ask({"dead-letters", "list", "--flow", "population_vaccinations", "--limit", "1000"}, done);
  for (const auto& letter : letters.as_array()) ++came[text(letter, "/reasons/0/code")];
  CHECK(came == std::map<std::string, std::int64_t>{{"missing", wrong("no_vaccine_name")},
                                                    {"unknown_vaccine", wrong("unknown_vaccine")},
                                                    {"bad_date", wrong("bad_injection_date") + wrong("bad_birth_date")},
                                                    {"no_key", wrong("no_citizen_number")},
                                                    {"no_first_dose", wrong("no_first_dose")},
                                                    {"bad_number", wrong("dose_number_not_a_number")},
                                                    {"refused_by_connector", wrong("broken_body")}});

  CHECK(number(hub.ask({"run", "population_vaccinations"}, done), "/counts/read") == 0);
  hub.twins().command("population", "POST", "/twin/advance");
  const json::value next = hub.ask({"run", "population_vaccinations"}, done);
  CHECK(number(next, "/counts/updated") > 0);
  CHECK(number(next, "/counts/created") == 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("declarations become rows, passes end three days after their issue, and each declaration is confirmed once") {
  Province hub;
  const json::value declared = hub.ask({"run", "population_declarations"}, attention);
  const auto truth = json::value(hub.population_truth());
  CHECK(number(declared, "/counts/read") == number(truth, "/~1api~1v1~1declarations/rows"));
  CHECK(number(declared, "/counts/dead") == number(truth, "/~1api~1v1~1declarations/wrong"));
  const auto declarations = number(declared, "/counts/created");
  const json::value passed = hub.ask({"run", "population_passes"}, done);
  CHECK(number(passed, "/counts/created") == declarations);
  const auto lives = lives_of_passes(hub.dump());
  CHECK(static_cast<std::int64_t>(lives.size()) == declarations);
  for (const auto& [issued, expires] : lives) CHECK(expires == three_days_after(issued));
  const json::value confirmed = hub.ask({"run", "population_confirmations"}, done);
  CHECK(number(confirmed, "/counts/delivered") == declarations);
  const auto inbox = [&] { return hub.twin_state("population").at("inboxes").at("/api/v1/confirmations"); };
  CHECK(number(inbox(), "/held") == declarations);

  // The next day others travel, and a pass changes nothing in what was confirmed.
  hub.twins().command("population", "POST", "/twin/advance");
  hub.run({"run", "population_declarations"});
  hub.run({"run", "population_passes"});
  hub.ask({"run", "population_confirmations"}, done);
  CHECK(number(inbox(), "/held") > declarations);
  CHECK(number(inbox(), "/redeliveredSameContent") == 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("whatever the vaccination sync does wrong, nothing is lost and the next whole run makes it good") {
  Province hub;
  strike_reading(hub, target("population_vaccinations", "/dancuquocgia", 2), on_soap);
}

TEST_CASE("whatever the lists of declarations and passes do wrong, the next whole run makes it good") {
  Province hub;
  const auto faults = about_citizens();
  strike_reading(hub, target("population_declarations", "/api/v1/declarations", 1), faults);
  strike_reading(hub, target("population_passes", "/api/v1/passes", 1), faults);
}

TEST_CASE("whatever the service of confirmations does wrong, each arrives once it is well, none twice as new") {
  Province hub;
  hub.run({"run", "population_declarations"});
  const auto due = number(hub.ask({"run", "population_confirmations", "--dry-run"}, done), "/counts/pending");
  auto confirmations = target("population_confirmations", "/api/v1/confirmations", 1);
  confirmations.begin_again = [](Installation& again) {
    static_cast<Province&>(again).begin_again();
    again.run({"run", "population_declarations"});
  };
  strike_writing(hub, confirmations, faults_on_writing(), due);
}
