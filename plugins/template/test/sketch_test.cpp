// Promises of the connector to a paged JSON API.
#include <catch2/catch.hpp>
#include <testing/bench.hpp>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
namespace testing = lt::plugin_testing;

namespace {

struct SketchBench : testing::Bench {
  SketchBench() : Bench(LT_CONNECTOR_FILE) {
    give_secret("api_token", "t0p-s3cret");
    open("{url: 'https://api.example.vn', token: api_token, page_size: 2}");
  }
};

}  // namespace

TEST_CASE_METHOD(SketchBench, "pages are read to the end and the newest time is the next state") {
  http.next(testing::json_answer(testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/people_page.json")));
  http.next(testing::json_answer(R"({"items": [{"id": 3}], "next": null, "newest": "2026-01-01"})"));
  testing::RecordingReadSink sink;
  session().read("people", "2025-12-31", sink, {});
  REQUIRE(sink.records.size() == 3);
  CHECK(sink.records[2].key == "3");
  CHECK(sink.states == std::vector<std::string>{"2026-01-02"});
  const auto requests = http.requests();
  CHECK(testing::target_of(requests[0].url) == "/people?limit=2&since=2025-12-31");
  CHECK(testing::target_of(requests[1].url) == "/people?limit=2&since=2025-12-31&cursor=c2");
  CHECK(testing::header_of(requests[0].headers, "authorization") == "Bearer t0p-s3cret");
}

TEST_CASE_METHOD(SketchBench, "each record of a write gets the result that the system gave it") {
  http.next(testing::answer(200));
  http.next(testing::answer(422, "no birth date"));
  http.next(testing::answer(429, "", {{"Retry-After", "7"}}));
  http.next(testing::answer(204));
  testing::RecordingWriteSink sink;
  const OutRecord records[] = {{.json = "{}", .key = "a", .idempotency_key = "f:a:1", .remote_id = {}},
                               {.json = "{}", .key = "b", .idempotency_key = "f:b:1", .remote_id = {}},
                               {.json = "{}", .key = "c", .idempotency_key = "f:c:1", .remote_id = {}},
                               {.json = "{}",
                                .key = "d/d",
                                .idempotency_key = "f:d:1",
                                .remote_id = "d/d",
                                .operation = lt::plugin_host::Operation::erase}};
  session().write("people", records, sink, {});
  CHECK(sink.accepted == std::map<std::size_t, std::string>{{0, "a"}, {3, "d/d"}});
  CHECK(sink.rejected.at(1).reject_class == RejectClass::permanent);
  CHECK(sink.rejected.at(2).reject_class == RejectClass::transient);
  CHECK(sink.rejected.at(2).retry_after == std::chrono::seconds(7));
  const auto requests = http.requests();
  CHECK(requests[3].method == "DELETE");
  CHECK(testing::target_of(requests[3].url) == "/people/d%2Fd");
  CHECK(testing::header_of(requests[0].headers, "Idempotency-Key") == "f:a:1");
}

TEST_CASE_METHOD(SketchBench, "a refused token pauses the flow and is not said aloud") {
  http.next(testing::answer(401, "bad token t0p-s3cret"));
  try {
    session().check({});
    FAIL("check should have failed");
  } catch (const CallError& error) {
    CHECK(error.kind() == ErrorKind::denied);
    CHECK(std::string(error.what()).find("t0p-s3cret") == std::string::npos);
  }
}
