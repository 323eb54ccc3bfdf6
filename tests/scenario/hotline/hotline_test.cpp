// The 1022 hotline: whatever it does wrong, no report is lost, none is posted twice, and each answer finds its report.
#include "harness/serving.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr const char* by_changes = "reports: {page_size: 500, updated_parameter: updated_after}";
constexpr const char* requests = "/requests.json";

// The centre two days on; nobody but it and the app speaks.
struct Centre : Installation {
  explicit Centre(std::string by = "reports: {page_size: 5, updated_parameter: updated_after}")
      : Installation({.seed = 38, .records = 10, .people = 200, .cases_a_day = 1}), reports(std::move(by)) {
    for (int day = 0; day < 2; ++day) twins().command("hotline", "POST", "/twin/advance");
    prepare();
  }
  void prepare() {
    disable("national_vaccination");
    enable("hotline_1022");
    const auto file = config("systems/hotline_1022.yaml");
    replace_in(file, by_changes, reports);
    replace_in(file, "token: hotline_1022_token}", "token: hotline_1022_token, size: 9}");
    replace_in(config("flows/hotline_reports_out.yaml"), "batch: 100", "batch: 60\nretry: {first: 1ms, most: 10ms}");
  }
  void begin_again() {
    start_over();
    prepare();
  }
  json::value inbox() { return twin_state("hotline").at("inboxes").at(requests); }
  void agent(json::object work) { twins().command("hotline", "POST", "/twin/agent", json::serialize(work)); }
  // The row of a report by one of its keys, as the fold explains it: field → value.
  std::string field(const std::string& key, const std::string& name) {
    const json::value why = ask({"explain", "citizen_report", key, "--field", name}, done);
    const auto& fields = at(why, "/fields").as_array();
    return fields.empty() || !fields[0].as_object().contains("value") || fields[0].at("value").is_null()
               ? std::string()
               : text(why, "/fields/0/value");
  }

  std::string reports;
};

Target target(
    const char* flow, const char* path, int after,
    std::function<void(Installation&)> begin = [](Installation& hub) { static_cast<Centre&>(hub).begin_again(); }) {
  return {"hotline", flow, path, after, std::move(begin)};
}

}  // namespace

TEST_CASE("whatever the centre does wrong while its changes are read, the next whole run makes it good") {
  Centre hub;
  strike_reading(hub, target("hotline_reports", requests, 1), faults_on_reading());
  CHECK(hub.rows_of("citizen_report") == 24);
}

TEST_CASE("whatever a centre that tells no changes does wrong in a window, the next whole run makes it good") {
  Centre hub("reports: {page_size: 5, start: '2021-07-20T00:00:00Z'}");
  strike_reading(hub, target("hotline_reports", requests, 1), faults_on_reading());
  CHECK(hub.rows_of("citizen_report") == 24);
}

TEST_CASE("whatever the bank of questions does wrong, the next whole run makes it good") {
  Centre hub;
  strike_reading(hub, target("hotline_questions", "/questions", 1), faults_on_reading());
  CHECK(hub.rows_of("question_answer") == 39);
}

TEST_CASE(
    "whatever the centre does wrong while reports are posted, each arrives and none twice, though it knows no keys") {
  Centre hub;
  const auto prepare = [](Installation& again) {
    static_cast<Centre&>(again).begin_again();
    again.run({"run", "app_reports"});
  };
  prepare(hub);
  const auto due = number(hub.ask({"run", "hotline_reports_out", "--dry-run"}, done), "/counts/pending");
  CHECK(due == 198);
  strike_writing(hub, target("hotline_reports_out", requests, 0, prepare), faults_on_writing(), due);
  strike_writing(hub, target("hotline_reports_out", requests, 70, prepare), faults_on_writing(), due);
  // Nothing is due again, whatever the centre says of them meanwhile.
  hub.ask({"run", "hotline_reports"}, done);
  CHECK(number(hub.ask({"run", "hotline_reports_out"}, done), "/counts/delivered") == 0);
  CHECK(hub.rows_of("citizen_report") == due + 8);
  CHECK(number(hub.inbox(), "/held") == due);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("a report meets its number, deadline and answer, also where the centre spoke of it before the hub knew") {
  Centre hub;
  hub.twins().command("hotline", "POST", "/twin/reset");
  hub.run({"run", "app_reports"});
  const auto own = hub.rows_of("citizen_report");
  hub.twins().fault("hotline", "path=/requests.json;method=POST;count=1;kind=cut");
  hub.ask({"run", "hotline_reports_out"}, unavailable);
  CHECK(number(hub.inbox(), "/held") == 1);
  hub.ask({"run", "hotline_reports"}, done);  // among the calls a report whose number the hub does not know as its own
  CHECK(hub.rows_of("citizen_report") == own + 9);
  hub.ask({"run", "hotline_reports_out"}, done);
  CHECK(hub.rows_of("citizen_report") == own + 8);
  CHECK(number(hub.inbox(), "/held") == own);

  const std::string number_there = hub.field("PA-000000", "request_number");
  CHECK(number_there.starts_with("7"));
  hub.agent({{"service_request_id", number_there}, {"status", "closed"}, {"status_notes", "Đã nhắc nhở"}});
  hub.ask({"run", "hotline_reports"}, done);
  CHECK(hub.field("PA-000000", "answer") == "Đã nhắc nhở");
  CHECK(hub.field("PA-000000", "status") == "closed");
  CHECK(hub.field("PA-000000", "channel") == "smart_thanh_hoa");
  CHECK(hub.field("PA-000000", "description").find("Mã phản ánh") == std::string::npos);
  CHECK_FALSE(hub.field("PA-000000", "expected_at").empty());
  CHECK(hub.rows_of("citizen_report") == own + 8);
  CHECK(number(hub.ask({"run", "hotline_reports_out"}, done), "/counts/delivered") == 0);
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());
}

TEST_CASE("a report that another app posts to the hub gets its number by a token, and its answer is looked up again") {
  Centre hub;
  std::string code;
  const std::string key = "api_key=twin-secret";
  {
    Serving serving(hub);
    const json::value posted = json::parse(
        hub.shell("curl -sS -d '" + key + "&service_code=suspected_case&address_string=Thon 3&description=Sot' " +
                  serving.url() + "/hooks/hotline_1022/requests/requests.json")
            .out);
    code = text(posted.at(0), "/service_request_id");
    CHECK(serving.stop().exit_code == 0);
  }
  for (int attempt = 0; attempt < 5 && hub.field(code, "request_number").empty(); ++attempt) {
    hub.run({"run", "hotline_reports_out"});
    CHECK(unbalanced(hub.status()).empty());
  }
  const std::string number_there = hub.field(code, "request_number");
  CHECK(number_there.starts_with("7"));
  CHECK(number(hub.inbox(), "/held") == 1);
  hub.agent({{"service_request_id", number_there}, {"status", "closed"}, {"status_notes", "Đã lấy mẫu"}});
  hub.ask({"run", "hotline_reports"}, done);
  const Serving serving(hub);
  const json::value answer = json::parse(
      hub.shell("curl -sS '" + serving.url() + "/hooks/hotline_1022/requests/requests/" + code + ".json?" + key + "'")
          .out);
  CHECK(text(answer.at(0), "/status") == "closed");
  CHECK(text(answer.at(0), "/status_notes") == "Đã lấy mẫu");
}
