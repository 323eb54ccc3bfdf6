// The citizens' app: lists read and records written, on good days and bad.
#include "harness/csv_list.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const CsvList messages{"own_messages", "code,channel,phone,text", R"(  - entity: message
    fields:
      request_id: /code
      direction: {value: out}
      channel: /channel
      recipient_phone: /phone | phone
      text: /text
)",
                       ""};
const CsvList risks{"own_risks", "id,area,level", R"(  - entity: risk_assessment
    fields:
      criteria: {value: QD_2686}
      assessed_on: {value: 2021-08-08}
      area_code: /area
      level: /level
      colour: {value: "#F28E12"}
)",
                    ""};
const CsvList reports{"own_reports", "code,number,channel,answer", R"(  - entity: citizen_report
    fields:
      report_code: /code
      request_number: /number
      channel: /channel
      answer: /answer
)",
                      ""};

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
    std::string told = "tin-sms,sms,0912345600,Tin nhắn\n";
    std::string levels;
    std::string answers = "PA-9,,smart_thanh_hoa,\nLT-9,7000,open311,Xong\n";
    for (int i = 10; i < 40; ++i) {
      const std::string number = std::to_string(i);
      told += "tin-" + number + ",app,09123456" + number + ",Báo tin\n";
      levels += number + ",147" + number + ",3\n";
      answers += "PA-" + number + ",70" + number + ",smart_thanh_hoa," + (i % 2 ? "Xong" : "") + "\n";
    }
    CHECK(number(say(*this, messages, told), "/counts/created") == 31);
    CHECK(number(say(*this, risks, levels), "/counts/created") == 30);
    CHECK(number(say(*this, reports, answers), "/counts/created") == 32);
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
