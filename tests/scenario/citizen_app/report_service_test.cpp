// One service through real processes: what a citizen reports in the app is answered by 1022 and told back to the
// citizen.
#include "harness/serving.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct Service : Installation {
  Service() : Installation({.seed = 38, .records = 10, .people = 40, .cases_a_day = 1}) {
    conclude_too();
    disable("national_vaccination");
    enable("hotline_1022");
    replace_in(config("flows/hotline_reports.yaml"), "{every: 10m}", "{every: 1s}");
    for (const char* flow : {"hotline_reports_out", "derived_answer_messages", "app_notices", "app_report_answers"})
      replace_in(config(std::string("flows/") + flow + ".yaml"), "at_most_every: 5s", "at_most_every: 100ms");
  }
  json::array in_app(const std::string& stream) {
    return json::parse(twins().ask("app", "GET", "/twin/records", {{"stream", stream}}).second).as_array();
  }
  void agent(json::object work) { twins().command("hotline", "POST", "/twin/agent", json::serialize(work)); }
  std::int64_t late() const { return number(status(), "/watches/0/count"); }
};

// Until it is so, or a minute has passed; false where it never was.
bool comes(Serving& serving, const std::function<bool()>& so) {
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!so()) {
    if (std::chrono::steady_clock::now() > most || serving.child().wait(std::chrono::milliseconds(50))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a citizen's report goes from the app to 1022 with a deadline, and the answer comes back to the citizen") {
  Service hub;
  Serving serving(hub);
  const std::string order =
      R"({"stream":"reports","from":1,"count":1,"url":")" + serving.url() + "/hooks/smart_thanh_hoa/reports\"}";
  CHECK(hub.twins().command("app", "POST", "/twin/webhook", order) == R"({"answers":{"200":1},"pending":0})");

  // 1022 has it, and the citizen reads its number and deadline.
  const auto held = [&] { return number(hub.twin_state("hotline").at("inboxes").at("/requests.json"), "/held"); };
  REQUIRE(comes(serving, [&] { return held() == 1; }));
  REQUIRE(comes(serving, [&] {
    const auto answers = hub.in_app("report_answers");
    return !answers.empty() && answers[0].as_object().contains("expectedAt");
  }));
  const json::value accepted = hub.in_app("report_answers")[0];
  const std::string number_there = text(accepted, "/requestNumber");
  CHECK(text(accepted, "/reportId") == "PA-000001");
  CHECK(text(accepted, "/status") == "open");
  CHECK(hub.in_app("notices").empty());
  const std::int64_t late = hub.late();  // calls of long ago that nobody has answered
  CHECK(late > 0);

  // The day passes without an answer: the status says so, and to whom.
  const json::value there =
      json::parse(hub.twins().ask("hotline", "GET", "/requests/" + number_there + ".json").second).at(0);
  hub.agent({{"service_request_id", number_there}, {"expected_datetime", text(there, "/requested_datetime")}});
  REQUIRE(comes(serving, [&] { return hub.late() == late + 1; }));
  CHECK_THAT(hub.run({"status"}).out, Catch::Contains("Phản ánh quá hạn chưa trả lời"));
  hub.agent({{"service_request_id", number_there}, {"status", "closed"}, {"status_notes", "Đã nhắc nhở hộ bên cạnh"}});
  REQUIRE(comes(serving, [&] { return !hub.in_app("notices").empty(); }));
  const json::value notice = hub.in_app("notices")[0];
  CHECK(text(notice, "/text") == "Trả lời phản ánh " + number_there + ": Đã nhắc nhở hộ bên cạnh");
  CHECK(text(notice, "/reportId") == "PA-000001");
  CHECK(text(notice, "/phone").starts_with("+84"));
  REQUIRE(comes(serving, [&] { return hub.in_app("report_answers")[0].as_object().contains("answer"); }));
  CHECK(text(hub.in_app("report_answers")[0], "/answer") == "Đã nhắc nhở hộ bên cạnh");
  CHECK(hub.late() == late);
  CHECK(serving.stop().exit_code == 0);

  CHECK(held() == 1);
  CHECK(number(hub.twin_state("hotline").at("inboxes").at("/requests.json"), "/redeliveredSameContent") == 0);
  CHECK(hub.in_app("notices").size() == 1);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}
