// Batches to the app, against scripted answers and against its twin.
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <twins/twins.hpp>

using lt::plugin_host::CallError;
using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
using lt::plugin_testing::header_of;
using lt::plugin_testing::json_answer;
using lt::plugin_testing::text_of_file;

namespace {

struct AppBench : lt::plugin_testing::Bench {
  AppBench() : Bench(LT_CONNECTOR_FILE) {
    give_secret("t", "twin-app-token");
    give_secret("k", "twin-app-key");
  }
  lt::plugin_testing::RecordingWriteSink write(const std::string& stream, const std::vector<OutRecord>& records) {
    lt::plugin_testing::RecordingWriteSink sink;
    session().write(stream, records, sink, {});
    return sink;
  }
};

OutRecord record(std::string_view key, std::string_view json, std::string_view idempotency_key) {
  return {.json = json, .key = key, .idempotency_key = idempotency_key, .remote_id = {}};
}

OutRecord gone(std::string_view key, std::string_view idempotency_key) {
  return {.json = {},
          .key = key,
          .idempotency_key = idempotency_key,
          .remote_id = {},
          .operation = lt::plugin_host::Operation::erase};
}

}  // namespace

TEST_CASE_METHOD(AppBench, "a batch has the contract's shape and each record its own result") {
  open("{url: 'https://app.vn', token: t, batch: 2, classes: {BUSY: transient}}");
  http.next(json_answer(text_of_file(LT_CONNECTOR_FOLDER "/testdata/batch_results.json")));
  http.next(json_answer(R"({"results":[{"id":"3","status":"rejected","error":{"code":"BUSY","message":"bận"}}]})"));
  const auto sink =
      write("persons", {record("1", R"({"name":"A"})", "f:1:1"), gone("2", "f:2:1"), record("3", "{}", "f:3:1")});
  CHECK(sink.accepted == std::map<std::size_t, std::string>{{0, "R1"}, {1, "R2"}});
  CHECK(sink.rejected.at(2).reject_class == RejectClass::transient);
  const auto requests = http.requests();
  CHECK(requests[0].url == "https://app.vn/api/v1/records/persons");
  CHECK(header_of(requests[0].headers, "Authorization") == "Bearer twin-app-token");
  CHECK(requests[0].body ==
        R"({"records":[{"id":"1","idempotencyKey":"f:1:1","operation":"upsert","data":{"name":"A"}},)"
        R"({"id":"2","idempotencyKey":"f:2:1","operation":"delete"}]})");
}

TEST_CASE_METHOD(AppBench, "every name of the contract can be another") {
  open(
      "{url: 'https://app.vn', api_key: k, api_key_header: X-K, path: '/in/{stream}/batch', streams: [notices], "
      "names: {records: list, id: code, idempotency_key: idem, operation: op, data: body, upsert: PUT, delete: DEL, "
      "results: /out, result_id: /code, status: /s, good: [DONE], remote_id: /rid, code: /c, message: /m}}");
  http.next(json_answer(R"({"out":[{"code":"1","s":"DONE","rid":"R"},{"code":"2","s":"NO","c":"X","m":"y"}]})"));
  const auto sink = write("notices", {record("1", "{}", "a"), gone("2", "b")});
  CHECK(sink.accepted.at(0) == "R");
  CHECK(sink.rejected.at(1).reason == "X: y");
  const auto request = http.requests()[0];
  CHECK(lt::plugin_testing::target_of(request.url) == "/in/notices/batch");
  CHECK(header_of(request.headers, "X-K") == "twin-app-key");
  CHECK(request.body ==
        R"({"list":[{"code":"1","idem":"a","op":"PUT","body":{}},{"code":"2","idem":"b","op":"DEL"}]})");
}

TEST_CASE_METHOD(AppBench, "citizens' reports are a stream that is read where they are set") {
  open("{url: 'https://app.vn', token: t}");
  for (const auto& stream : session().streams({})) CHECK_FALSE(stream.readable);
  open("{url: 'https://app.vn', token: t, lists: {reports: {path: /api/v1/reports, size: 50}}}");
  http.next(json_answer(R"({"page":0,"totalPages":1,"records":[{"id":"p1","updatedAt":1700000000000}]})"));
  lt::plugin_testing::RecordingReadSink sink;
  session().read("reports", "", sink, {});
  CHECK(sink.records.at(0).key == "p1");
  CHECK(http.requests()[0].url == "https://app.vn/api/v1/reports?page=0&size=50");
  CHECK(sink.states.back() == R"({"since":1700000000000})");
  CHECK_THROWS_WITH(open("{url: 'https://app.vn', token: t, api_key: k}"), Catch::Contains("not both"));
}

TEST_CASE_METHOD(AppBench, "the twin takes each write once, refuses what lacks a phone, and a repeat is harmless") {
  lt::twins::Twins twins({.records = 10});
  open_for_real("{url: '" + twins.url("app") + "', token: t, batch: 100}");
  session().check({});
  std::vector<std::string> keys;
  std::vector<std::string> documents;
  for (int i = 0; i < 250; ++i) {
    keys.push_back("p" + std::to_string(i));
    documents.push_back(i == 7 ? R"({"name":"Nguyễn Văn A"})" : R"({"name":"Nguyễn Văn A","phone":"+84900000001"})");
  }
  std::vector<OutRecord> records;
  for (std::size_t i = 0; i < keys.size(); ++i) records.push_back(record(keys[i], documents[i], keys[i]));
  const auto first = write("persons", records);
  CHECK(first.accepted.size() == 249);
  CHECK(first.rejected.at(7).reject_class == RejectClass::permanent);
  CHECK_THAT(first.rejected.at(7).reason, Catch::Contains("PHONE_REQUIRED"));
  CHECK(twins.requests("app", "/api/v1/records/persons", 200) == 3);
  const auto again = write("persons", records);
  CHECK(again.accepted == first.accepted);
  const std::string state = twins.state("app");
  CHECK_THAT(state, Catch::Contains("\"redeliveredSameContent\":0") && Catch::Contains("\"held\":249"));
}

TEST_CASE_METHOD(AppBench, "an app that is down or refuses us stops the call, what was accepted stays accepted") {
  lt::twins::Twins twins({.records = 10});
  open_for_real("{url: '" + twins.url("app") + "', token: t, batch: 1}");
  twins.fault("app", "path=/api;kind=503;after=1;count=1;retry_after=4");
  lt::plugin_testing::RecordingWriteSink sink;
  const std::vector<OutRecord> records{record("1", R"({"phone":"1"})", "a"), record("2", R"({"phone":"1"})", "b")};
  try {
    session().write("persons", records, sink, {});
    FAIL("the call goes on");
  } catch (const CallError& error) {
    CHECK(error.kind() == lt::ErrorKind::unavailable);
    CHECK(error.retry_after() == std::chrono::seconds(4));
  }
  CHECK(sink.accepted.size() == 1);
  give_secret("t", "wrong");
  open_for_real("{url: '" + twins.url("app") + "', token: t}");
  try {
    write("persons", records);
    FAIL("the call goes on");
  } catch (const CallError& error) {
    CHECK(error.kind() == lt::ErrorKind::denied);
  }
}
