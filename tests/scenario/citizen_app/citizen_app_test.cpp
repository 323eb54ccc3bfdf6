// The citizens' app: lists read and records written, on good days and bad.
#include "harness/own_list.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const OwnList messages{"own_messages",
                       {"code", "channel", "phone", "text"},
                       "      request_id: /code\n      direction: {value: out}\n      channel: /channel\n"
                       "      recipient_phone: /phone | phone\n      text: /text\n",
                       "message"};
const OwnList risks{"own_risks",
                    {"id", "area", "level"},
                    "      criteria: {value: QD_2686}\n      assessed_on: {value: 2021-08-08}\n      area_code: /area\n"
                    "      level: /level\n      colour: {value: \"#F28E12\"}\n",
                    "risk_assessment"};
const OwnList reports{"own_reports",
                      {"code", "number", "channel", "answer"},
                      "      report_code: /code\n      request_number: /number\n      channel: /channel\n"
                      "      answer: /answer\n",
                      "citizen_report"};

struct App : Installation {
  App() : Installation({.seed = 38, .records = 10, .people = 400, .cases_a_day = 3}) { prepare(); }
  void prepare() {
    disable("national_vaccination");
    enable("test_results");
    const auto file = config("systems/smart_thanh_hoa.yaml");
    for (const char* list : {"declarations", "checkins", "reports"})
      replace_in(file, std::string("{path: /api/v1/") + list, std::string("{size: 30, path: /api/v1/") + list);
    for (const auto* list : {&messages, &risks, &reports}) add_list(*this, *list);
  }
  void begin_again() {
    start_over();
    prepare();
  }
  // Rows of every kind that goes out, and beside each one that must not.
  void fill() {
    run({"run", "test_samples"});
    run({"run", "test_results"});
    std::vector<std::string> rows{"tin-sms,sms,0912345600,Tin nhắn"};
    for (int i = 10; i < 40; ++i)
      rows.push_back("tin-" + std::to_string(i) + ",app,09123456" + std::to_string(i) + ",Báo tin");
    fill_list(*this, messages, rows);
    rows.clear();
    for (int i = 10; i < 40; ++i) rows.push_back(std::to_string(i) + ",147" + std::to_string(i) + ",3");
    fill_list(*this, risks, rows);
    rows = {"PA-9,,smart_thanh_hoa,", "LT-9,7000,open311,Xong"};
    for (int i = 10; i < 40; ++i)
      rows.push_back("PA-" + std::to_string(i) + ",70" + std::to_string(i) + ",smart_thanh_hoa," +
                     (i % 2 ? "Xong" : ""));
    fill_list(*this, reports, rows);
  }
  json::array held(const std::string& stream) {
    return json::parse(twins().ask("app", "GET", "/twin/records", {{"stream", stream}}).second).as_array();
  }
};

void strike_list(const std::string& list) {
  App hub;
  strike_reading(
      hub,
      {"app", "app_" + list, "/api/v1/" + list, 1, [](Installation& again) { static_cast<App&>(again).begin_again(); }},
      faults_on_reading());
}

}  // namespace

TEST_CASE("whatever the app does wrong while declarations are read, the next whole run makes it good") {
  strike_list("declarations");
}

TEST_CASE("whatever the app does wrong while check-ins are read, the next whole run makes it good") {
  strike_list("checkins");
}

TEST_CASE("whatever the app does wrong while reports are read, the next whole run makes it good") {
  strike_list("reports");
}

TEST_CASE("notices, results, risks and answers reach the app once, whatever it does") {
  App hub;
  const auto begin = [](Installation& again) {
    static_cast<App&>(again).begin_again();
    static_cast<App&>(again).fill();
  };
  for (const std::string stream : {"notices", "results", "risks", "report_answers"}) {
    begin(hub);
    const auto due = number(hub.ask({"run", "app_" + stream, "--dry-run"}, done), "/counts/pending");
    INFO(stream);
    CHECK((stream == "results" ? due > 0 : due == 30));
    strike_writing(hub, {"app", "app_" + stream, "/api/v1/records/" + stream, 0, begin}, faults_on_writing(), due);
  }
}

TEST_CASE("what the app gets is what it shows: the text, the result, the level, the answer, and nothing of others") {
  App hub;
  hub.fill();
  for (const std::string stream : {"notices", "results", "risks", "report_answers"})
    hub.ask({"run", "app_" + stream}, done);
  for (const auto& notice : hub.held("notices")) CHECK(text(notice, "/text") == "Báo tin");
  for (const auto& result : hub.held("results")) {
    CHECK_FALSE(text(result, "/result").empty());
    CHECK(text(result, "/person/phone").starts_with("+84"));
    CHECK_FALSE(result.as_object().contains("address"));
  }
  for (const auto& risk : hub.held("risks")) CHECK(text(risk, "/level") == "3");
  std::size_t answered = 0;
  for (const auto& report : hub.held("report_answers")) {
    CHECK(text(report, "/reportId").starts_with("PA-"));
    answered += report.as_object().contains("answer");
  }
  CHECK(answered == 15);
  CHECK(unbalanced(hub.status()).empty());
}
