// The portal's contract, against scripted answers and against its twin.
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <twins/twins.hpp>

#include <algorithm>
#include <set>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_testing::header_of;
using lt::plugin_testing::json_answer;
using lt::plugin_testing::text_of_file;
using Sink = lt::plugin_testing::RecordingReadSink;

namespace {

struct PortalBench : lt::plugin_testing::Bench {
  PortalBench() : Bench(LT_CONNECTOR_FILE) {
    give_secret("portal", "twin-secret");
    give_secret("lgsp", "lgsp-token");
  }
  Sink read(const std::string& stream, const std::string& state = "") {
    Sink sink;
    session().read(stream, state, sink, {});
    return sink;
  }
  std::vector<std::string> stream_names() {
    std::vector<std::string> names;
    for (const auto& stream : session().streams({})) {
      CHECK(stream.readable);
      CHECK_FALSE(stream.writable);
      names.push_back(stream.name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  std::vector<std::string> targets() const {
    std::vector<std::string> list;
    for (const auto& request : http.requests()) list.push_back(lt::plugin_testing::target_of(request.url));
    return list;
  }
};

std::size_t distinct(const Sink& sink) {
  std::set<std::string> keys;
  for (const auto& record : sink.records) keys.insert(record.key.empty() ? record.json : record.key);
  return keys.size();
}

}  // namespace

TEST_CASE_METHOD(PortalBench, "doses are asked for as the contract says, with the LGSP's headers") {
  open(
      "{url: 'https://portal.vn', client_id: th, client_secret: portal, lgsp_access_token: lgsp, "
      "injections: {overlap_s: 60}}");
  http.next(json_answer(R"({"access_token":"t","expires_in":3600})"));
  http.next(json_answer(text_of_file(LT_CONNECTOR_FOLDER "/testdata/injections_page.json")));
  http.next(json_answer(R"({"page":1,"total":2,"totalPages":2,"records":[{"id":"b","updatedAt":1690000000000}]})"));
  const Sink first = read("injections");
  CHECK(first.records.size() == 2);
  http.next(json_answer(R"({"page":0,"total":0,"totalPages":0,"records":[]})"));
  read("injections", first.states.back());
  CHECK(targets() == std::vector<std::string>{"/token", "/api/vaccination/records?page=0&size=1000",
                                              "/api/vaccination/records?page=1&size=1000",
                                              "/api/vaccination/records?page=0&size=1000&updatedFrom=1699999940000"});
  const auto requests = http.requests();
  CHECK(header_of(requests[0].headers, "Authorization") == "Basic dGg6dHdpbi1zZWNyZXQ=");
  CHECK(header_of(requests[0].headers, "lgspaccesstoken") == "lgsp-token");
  CHECK(header_of(requests[1].headers, "Authorization") == "Bearer t");
}

TEST_CASE_METHOD(PortalBench, "every name of the contract can be another") {
  open(
      "{url: 'https://portal.vn', client_id: th, client_secret: portal, token_path: /oauth/x, credentials_in: form, "
      "injections: {path: /v2/doses, records: /data/list, key: [/code], page_parameter: p, first_page: 1, "
      "size_parameter: n, size: 7, total: /data/count, pages: /data/pages, page: /data/p, updated_parameter: since, "
      "updated_at: /time, updated_format: iso}, stock: {path: /v2/stock}, "
      "statistics: {all_path: /v2/all}, locations: {path: /v2/places, ward_code: '14758'}}");
  CHECK(stream_names() == std::vector<std::string>{"injections", "locations", "provinces", "statistics",
                                                   "statistics_latest", "statistics_summary", "stock"});
  http.next(json_answer(R"({"access_token":"t"})"));
  http.next(json_answer(R"({"data":{"p":1,"pages":1,"list":[{"code":"a","time":"2026-01-01T00:00:00Z"}]}})"));
  const Sink sink = read("injections");
  CHECK(sink.records.at(0).key == "a");
  http.next(json_answer(R"({"data":{"p":1,"pages":1,"list":[]}})"));
  read("injections", sink.states.back());
  http.next(json_answer("[]"));
  read("statistics");
  http.next(json_answer(R"({"content":[],"total":0})"));
  read("locations");
  const auto asked = targets();
  CHECK(asked[0] == "/oauth/x");
  CHECK(asked[2] == "/v2/doses?p=1&n=7&since=2026-01-01T00%3A00%3A00Z");
  CHECK(asked[3] == "/v2/all");
  CHECK(asked[4] == "/v2/places?wardCode=14758&page=0&size=1000");
}

TEST_CASE_METHOD(PortalBench, "corrections leave in batches under the names of the settings, each with its result") {
  open(
      "{url: 'https://portal.vn', client_id: th, client_secret: portal, outcomes: {path: /v2/outcomes}, "
      "corrections: {path: /v2/corrections, batch: 2, names: {records: list, data: body, code: /why}, "
      "classes: {BUSY: transient}}}");
  http.next(json_answer(R"({"access_token":"t"})"));
  http.next(json_answer(R"({"results":[{"id":"person:1","status":"ok","remoteId":"r1"},)"
                        R"({"id":"person:2","status":"rejected","why":"BUSY","error":"later"}]})"));
  lt::plugin_testing::RecordingWriteSink sink;
  const std::vector<lt::plugin_host::OutRecord> records{
      {.json = R"({"fullname":"An"})", .key = "person:1", .idempotency_key = "k1", .remote_id = {}},
      {.json = R"({"fullname":"Chi"})", .key = "person:2", .idempotency_key = "k2", .remote_id = {}}};
  session().write("corrections", records, sink, {});
  CHECK(targets().back() == "/v2/corrections");
  CHECK(http.requests().back().body ==
        R"({"list":[{"id":"person:1","idempotencyKey":"k1","operation":"upsert","body":{"fullname":"An"}},)"
        R"({"id":"person:2","idempotencyKey":"k2","operation":"upsert","body":{"fullname":"Chi"}}]})");
  CHECK(sink.accepted.contains(0));
  REQUIRE(sink.rejected.contains(1));
  CHECK(sink.rejected.at(1).reject_class == lt::plugin_host::RejectClass::transient);
}

TEST_CASE_METHOD(PortalBench, "public numbers need no credentials and get none") {
  open("{url: 'https://portal.vn'}");
  CHECK(stream_names() ==
        std::vector<std::string>{"locations", "provinces", "statistics", "statistics_latest", "statistics_summary"});
  http.next(json_answer(R"({"totalVaccine":5})"));
  const Sink sink = read("statistics_summary");
  CHECK(sink.records.at(0).key == "summary");
  CHECK(header_of(http.requests()[0].headers, "Authorization").empty());
  CHECK_THROWS_AS(read("injections"), CallError);
}

TEST_CASE_METHOD(PortalBench, "the twin's doses are read whole, then only what changed, and a fault loses nothing") {
  lt::twins::Twins twins({.records = 5'000, .lgsp_access_token = "lgsp-token"});
  open_for_real("{url: '" + twins.url("portal") +
                "', client_id: lienthong, client_secret: portal, lgsp_access_token: lgsp, injections: {size: 700}, "
                "locations: {province_code: '38'}}");
  session().check({});
  twins.fault("portal", "path=/api/vaccination;kind=cut;after=3;count=1");
  Sink first;
  CHECK_THROWS_AS(session().read("injections", "", first, {}), CallError);
  twins.clear_faults("portal");
  Sink all = read("injections", first.states.back());
  const std::string state = all.states.back();
  all.records.insert(all.records.end(), first.records.begin(), first.records.end());
  CHECK(all.records.size() >= 5'000);
  CHECK(twins.truth().find("\"distinct\":" + std::to_string(distinct(all)) + ",") != std::string::npos);

  twins.advance();
  const Sink changed = read("injections", state);
  CHECK(changed.records.size() >= 50);
  CHECK(changed.records.size() < 200);

  CHECK(read("statistics").records.size() == read("provinces").records.size());
  CHECK(read("statistics_latest").records.size() == 1);
  CHECK(read("locations").records.size() > 100);
  CHECK(twins.requests("portal", "/token", 200) == 1);
}

TEST_CASE_METHOD(PortalBench, "a wrong secret is denied, also by the check") {
  lt::twins::Twins twins({.records = 10});
  give_secret("portal", "wrong");
  open_for_real("{url: '" + twins.url("portal") + "', client_id: lienthong, client_secret: portal}");
  try {
    session().check({});
    FAIL("the check passes");
  } catch (const CallError& error) {
    CHECK(error.kind() == ErrorKind::denied);
    CHECK_THAT(error.what(), !Catch::Contains("wrong\""));
  }
}
