// Promises of searching.
#include "fhir_bench.hpp"

#include <catch2/catch.hpp>

using namespace lt::fhir_testing;
using lt::ErrorKind;
using lt::plugin_host::CallError;

TEST_CASE_METHOD(FhirBench, "a search is followed to its end and goes on from the server's own moment") {
  begin();
  http.next(testing::json_answer(testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/search_page.json")));
  http.next(
      testing::json_answer(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"2"}}]})"));
  const auto first = read("patient");
  REQUIRE(first.records.size() == 2);
  CHECK(first.records[0].key.empty());  // the stream's: /id
  CHECK(target(0) == "/r4/Patient?_count=2");
  CHECK(target(1) == "/r4?page=2");
  CHECK(testing::header_of(http.requests()[0].headers, "Accept") == "application/fhir+json");
  CHECK(testing::header_of(http.requests()[0].headers, "Authorization") == "Bearer t0p-s3cret");

  http.next(testing::json_answer(R"({"resourceType":"Bundle"})"));
  CHECK(read("patient", first.states.back()).records.empty());
  CHECK(target(2) == "/r4/Patient?_count=2&_lastUpdated=ge2026-09-21T09%3A59%3A00Z");
}

TEST_CASE_METHOD(FhirBench, "an entry that is no resource is one rejected record and stops no other") {
  begin();
  http.next(testing::json_answer(R"({"resourceType":"Bundle","entry":[
    {"resource":{"resourceType":"Patient"}}, {}, {"resource":{"resourceType":"Patient","id":"\ud800"}},
    {"resource":{"resourceType":"Patient","id":"3"}}]})"));
  const auto got = read("patient");
  CHECK(got.rejects.size() == 3);
  REQUIRE(got.records.size() == 1);
  CHECK(json::parse(got.records[0].json).at("id") == "3");
}

TEST_CASE_METHOD(FhirBench, "identifiers, contact points and links come in by name") {
  begin();
  http.next(testing::json_answer(testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/search_page.json")));
  http.next(testing::json_answer(R"({"resourceType":"Bundle"})"));
  const auto patient = json::parse(read("patient").records.at(0).json);
  CHECK(patient.at("fhir_key") == "h1|Patient/1");
  CHECK(patient.at("identifiers") == json::value({{"citizen_id", "999095000001"}}));
  CHECK(patient.at("contact_points") == json::value({{"phone", "first"}, {"email", "a@example.vn"}}));
  CHECK(at(patient, "/managingOrganization/fhir_key") == "h1|Organization/9");
}

TEST_CASE_METHOD(FhirBench, "a read that was cut off goes on at its page, or anew where the server forgot it") {
  begin();
  http.next(testing::json_answer(testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/search_page.json")));
  http.next(testing::answer(503));
  testing::RecordingReadSink cut;
  CHECK_THROWS_AS(session().read("patient", "", cut, {}), CallError);
  REQUIRE(cut.states.size() == 1);

  http.next(testing::answer(410));
  http.next(testing::json_answer(R"({"resourceType":"Bundle"})"));
  read("patient", cut.states.back());
  CHECK(target(2) == "/r4?page=2");
  CHECK(target(3) == "/r4/Patient?_count=2");
}

TEST_CASE_METHOD(FhirBench, "a next page at another server is not fetched") {
  begin();
  http.next(testing::json_answer(
      R"({"resourceType":"Bundle","link":[{"relation":"next","url":"https://evil.example/r4?page=2"}]})"));
  testing::RecordingReadSink sink;
  CHECK_THROWS_AS(session().read("patient", "", sink, {}), CallError);
  CHECK(http.requests().size() == 1);
}

TEST_CASE_METHOD(FhirBench, "the check wants a CapabilityStatement of R4") {
  begin();
  http.next(testing::json_answer(R"({"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"})"));
  CHECK_NOTHROW(session().check({}));
  CHECK(target(0) == "/r4/metadata");
  for (const char* wrong : {R"({"resourceType":"CapabilityStatement","fhirVersion":"3.0.2"})", R"({"a":1})"}) {
    http.next(testing::json_answer(wrong));
    try {
      session().check({});
      FAIL("it should have failed");
    } catch (const CallError& error) {
      CHECK(error.kind() == ErrorKind::misconfigured);
    }
  }
}
