// The connector against its twin, and the twin's answers against the convention.
#include "open311_schemas.hpp"

#include <pugixml.hpp>
#include <twins/twins.hpp>

#include <chrono>
#include <map>
#include <set>

namespace json = boost::json;
using lt::plugin_host::OutRecord;
using lt::plugin_testing::RecordingReadSink;
using lt::plugin_testing::RecordingWriteSink;
using open311::valid;

namespace {

struct TwinBench : lt::plugin_testing::Bench {
  lt::twins::Twins twins{{.records = 10, .people = 40, .cases_a_day = 1}};

  TwinBench() : Bench(LT_CONNECTOR_FILE) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(now).count() - clock.now());
    give_secret("k", "twin-hotline-key");
    give_secret("q", "twin-hotline-token");
  }
  void open_with(const std::string& reports) {
    open_for_real("{url: '" + twins.url("hotline") + "', jurisdiction_id: thanhhoa.gov.vn, api_key: k, reports: {" +
                  reports + "}, questions: {path: /questions, token: q, size: 7}}");
  }
  std::string get(const std::string& path, const std::map<std::string, std::string>& query = {}) {
    return answer("GET", path, query, "");
  }
  std::string answer(const std::string& method, const std::string& path,
                     const std::map<std::string, std::string>& query, const std::string& body) {
    last_ = twins.ask("hotline", method, path, query, body);
    return last_.second;
  }
  int status() const { return last_.first; }
  RecordingReadSink read(const std::string& stream = "reports", const std::string& state = "") {
    RecordingReadSink sink;
    session().read(stream, state, sink, {});
    return sink;
  }
  RecordingWriteSink write(const std::string& report, int attempt = 1, const std::string& remote_id = "") {
    RecordingWriteSink sink;
    const std::vector<OutRecord> records{
        {.json = report, .key = "1", .idempotency_key = "f:1:1", .remote_id = remote_id, .attempt = attempt}};
    session().write("reports", records, sink, {});
    return sink;
  }

 private:
  std::pair<int, std::string> last_;
};

constexpr const char* twin_form =
    "api_key=twin-hotline-key&service_code=quarantine&lat=19.8&long=105.7&description=M%C5%A9i";
const std::string noise_report =
    R"({"service_code":"quarantine","description":"Ồn ào [Mã phản ánh PA-1]","address":"Thôn 3"})";

}  // namespace

TEST_CASE_METHOD(TwinBench, "services, definitions, reports and errors of the twin are valid by the convention") {
  const json::value services = json::parse(get("/services.json"));
  REQUIRE(services.as_array().size() == 8);
  for (const auto& service : services.as_array()) {
    CHECK(valid(service, "service.json"));
    const std::string code(service.at("service_code").as_string());
    const json::value definition = json::parse(get("/services/" + code + ".json"));
    CHECK(valid(definition, "service-definition.json"));
    CHECK(definition.at("attributes").as_array().empty() != service.at("metadata").as_bool());
  }
  const json::value posted = json::parse(answer("POST", "/requests.json", {}, twin_form));
  CHECK(status() == 201);
  const std::string number(posted.at(0).at("service_request_id").as_string());
  const json::value reports = json::parse(
      get("/requests.json", {{"start_date", "2021-08-01T00:00:00Z"}, {"end_date", "2021-08-31T00:00:00Z"}}));
  CHECK(reports.as_array().size() == 8);
  for (const auto& each : reports.as_array()) CHECK(valid(each, "request.json"));
  const json::value one = json::parse(get("/requests/" + number + ".json"));
  CHECK(valid(one.at(0), "request.json"));
  CHECK(one.at(0).at("description").as_string() == "Mũi");
  CHECK(json::parse(get("/requests.json")).as_array().size() == 1);  // of the last 90 days
  const auto refused = [&](int code, const std::string& told) {
    INFO(told);
    CHECK(status() == code);
    CHECK(json::parse(told).at(0).at("code").to_number<int>() == code);
  };
  refused(403, answer("POST", "/requests.json", {}, "service_code=quarantine&lat=1&long=1"));
  refused(400, answer("POST", "/requests.json", {}, "api_key=twin-hotline-key&service_code=quarantine"));
  refused(404, answer("POST", "/requests.json", {}, "api_key=twin-hotline-key&service_code=x&lat=1&long=1"));
  refused(400, answer("POST", "/requests.json", {}, "api_key=twin-hotline-key&service_code=support&lat=1&long=1"));
  refused(404, get("/requests/1.json"));
  refused(404, get("/services.json", {{"jurisdiction_id", "other"}}));
  refused(400, get("/requests.json", {{"start_date", "2021-01-01T00:00:00Z"}, {"end_date", "2021-08-01T00:00:00Z"}}));
  if (std::filesystem::exists(open311::schemas)) CHECK_FALSE(valid(json::object{{"status", "gone"}}, "request.json"));
}

TEST_CASE_METHOD(TwinBench, "what the twin says in JSON it says in XML too") {
  pugi::xml_document xml;
  REQUIRE(xml.load_string(get("/services.xml").c_str()));
  CHECK(xml.select_nodes("/services/service").size() == 8);
  REQUIRE(xml.load_string(answer("POST", "/requests.xml", {}, twin_form).c_str()));
  const std::string number = xml.select_node("/service_requests/request/service_request_id").node().text().get();
  REQUIRE(xml.load_string(get("/requests/" + number + ".xml").c_str()));
  CHECK(std::string(xml.select_node("/service_requests/request/description").node().text().get()) == "Mũi");
  REQUIRE(xml.load_string(get("/requests/0.xml").c_str()));
  CHECK(std::string(xml.select_node("/errors/error/code").node().text().get()) == "404");
}

TEST_CASE_METHOD(TwinBench, "by windows or by changes, the twin's reports are read whole and then what an agent did") {
  twins.command("hotline", "POST", "/twin/advance");
  for (const std::string by : {"page_size: 3, start: '2021-07-01T00:00:00Z', updated_parameter: updated_after",
                               "page_size: 5, start: '2021-07-01T00:00:00Z'", "start: '2021-07-01T00:00:00Z'"}) {
    INFO(by);
    open_with(by);
    session().check({});
    std::set<std::string> keys;
    const auto sink = read();
    for (const auto& record : sink.records) keys.insert(record.key);
    CHECK(keys.size() == 16);
  }
  open_with("page_size: 50, updated_parameter: updated_after");
  const auto state = read().states.back();
  twins.command("hotline", "POST", "/twin/agent",
                R"({"service_request_id":"638001","status":"closed","status_notes":"Đã gọi lại"})");
  const auto changed = read("reports", state);
  REQUIRE_FALSE(changed.records.empty());
  CHECK(changed.records.back().key == "638001");
  CHECK_THAT(changed.records.back().json, Catch::Contains("Đã gọi lại"));
}

TEST_CASE_METHOD(TwinBench, "a report is posted once although its answer is lost, a token becomes a number") {
  open_with("page_size: 50");
  twins.fault("hotline", "path=/requests.json;method=POST;count=1;kind=cut");
  CHECK_THROWS_AS(write(noise_report), lt::plugin_host::CallError);
  CHECK(write(noise_report, 2).accepted.at(0) == "700001");
  const std::string batch =
      R"({"service_code":"suspected_case","description":"Sốt [Mã phản ánh PA-2]","lat":19.8,"long":105.7})";
  CHECK(write(batch).accepted.at(0) == "token:T2");
  CHECK(write(batch, 2, "token:T2").accepted.at(0) == "700002");
  const json::value state = json::parse(twins.state("hotline"));
  CHECK(state.at_pointer("/inboxes/~1requests.json/held").to_number<int>() == 2);
  CHECK(state.at_pointer("/inboxes/~1requests.json/redeliveredSameContent").to_number<int>() == 0);
}

TEST_CASE_METHOD(TwinBench, "the bank is read by page, what is added, changed and taken back is there and gone") {
  open_with("page_size: 50");
  CHECK(read("questions").records.size() == 40);
  const auto change = [&](const std::string& json, const std::string& id, bool erase) {
    RecordingWriteSink sink;
    using lt::plugin_host::Operation;
    const std::vector<OutRecord> records{{.json = json,
                                          .key = "q",
                                          .idempotency_key = "k",
                                          .remote_id = id,
                                          .operation = erase ? Operation::erase : Operation::upsert}};
    session().write("questions", records, sink, {});
    return sink.accepted.at(0);
  };
  const std::string id = change(R"({"question":"Bao giờ?","answer":"Mai."})", "", false);
  CHECK(read("questions").records.size() == 41);
  change(R"({"question":"Bao giờ?","answer":"Hôm nay."})", id, false);
  CHECK_THAT(read("questions").records.back().json, Catch::Contains("Hôm nay."));
  change("{}", id, true);
  CHECK(read("questions").records.size() == 40);
}
