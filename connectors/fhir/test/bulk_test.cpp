// Promises of bulk data.
#include "fhir_bench.hpp"

#include <catch2/catch.hpp>

using namespace lt::fhir_testing;
using lt::ErrorKind;
using lt::plugin_host::CallError;

namespace {

constexpr const char* manifest = R"({"transactionTime":"2026-09-21T10:00:00Z","requiresAccessToken":true,"output":[
  {"type":"Patient","url":"https://fhir.example.vn/files/1"},{"type":"Device","url":"https://fhir.example.vn/files/9"},
  {"type":"Patient","url":"https://fhir.example.vn/files/2"}],
  "error":[{"type":"OperationOutcome","url":"https://fhir.example.vn/files/e"}]})";

struct BulkBench : FhirBench {
  BulkBench() { begin(", bulk: true"); }
  void kick_off() { http.next(testing::answer(202, "", {{"Content-Location", "https://fhir.example.vn/jobs/7"}})); }
};

}  // namespace

TEST_CASE_METHOD(BulkBench, "an export is kicked off, waited for as it asks, and read file by file") {
  kick_off();
  http.next(testing::answer(202, "", {{"Retry-After", "20"}}));
  http.next(testing::json_answer(manifest));
  http.next(
      testing::answer(200, R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})"));
  http.next(testing::answer(
      200, "{\"resourceType\":\"Patient\",\"id\":\"1\"}\n\nbroken\n{\"resourceType\":\"Patient\",\"id\":\"2\"}"));
  http.next(testing::answer(200, "{\"resourceType\":\"Patient\",\"id\":\"3\"}\r\n"));
  const auto got = read("patient");
  CHECK(got.records.size() == 3);
  REQUIRE(got.rejects.size() == 1);
  CHECK(got.rejects[0].record == "broken");
  CHECK(target(0) == "/r4/$export?_type=Patient&_outputFormat=application%2Ffhir%2Bndjson");
  CHECK(testing::header_of(http.requests()[0].headers, "Prefer") == "respond-async");
  CHECK(sleeps == std::vector<std::chrono::milliseconds>{std::chrono::seconds(20)});
  CHECK(target(5) == "/files/2");
  CHECK(testing::header_of(http.requests()[5].headers, "Accept") == "application/fhir+ndjson");

  kick_off();
  http.next(testing::json_answer(R"({"transactionTime":"2026-09-22T10:00:00Z","output":[]})"));
  read("patient", got.states.back());
  CHECK(target(6).find("&_since=2026-09-21T09%3A59%3A00Z") != std::string::npos);
}

TEST_CASE_METHOD(BulkBench, "a read that was cut off goes on with the same export behind the files that are stored") {
  kick_off();
  http.next(testing::json_answer(manifest));
  http.next(testing::answer(200));
  http.next(testing::answer(200, R"({"resourceType":"Patient","id":"1"})"));
  http.next(testing::answer(503));
  testing::RecordingReadSink cut;
  CHECK_THROWS_AS(session().read("patient", "", cut, {}), CallError);

  http.next(testing::json_answer(manifest));
  http.next(testing::answer(200));
  http.next(testing::answer(200, R"({"resourceType":"Patient","id":"3"})"));
  CHECK(read("patient", cut.states.back()).records.size() == 1);
  CHECK(target(5) == "/jobs/7");
  CHECK(target(7) == "/files/2");
}

TEST_CASE_METHOD(BulkBench, "an export that takes too long is asked for again by the next read") {
  kick_off();
  http.on("GET", "/jobs/7", testing::answer(202, "", {{"Retry-After", "200"}}));
  testing::RecordingReadSink sink;
  try {
    session().read("patient", "", sink, {});
    FAIL("it should have given up for now");
  } catch (const CallError& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
  }
  CHECK(sink.states.back().find("/jobs/7") != std::string::npos);
}

TEST_CASE_METHOD(BulkBench, "files without a token's need get none") {
  kick_off();
  http.next(testing::json_answer(R"({"transactionTime":"2026-09-21T10:00:00Z","requiresAccessToken":false,
    "output":[{"type":"Patient","url":"https://fhir.example.vn/files/1"}]})"));
  http.next(testing::answer(200));
  read("patient");
  CHECK(testing::header_of(http.requests()[1].headers, "Authorization") == "Bearer t0p-s3cret");
  CHECK(testing::header_of(http.requests()[2].headers, "Authorization").empty());
}
