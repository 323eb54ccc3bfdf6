// Promises of writing.
#include "fhir_bench.hpp"

#include <catch2/catch.hpp>

using namespace lt::fhir_testing;

namespace {

constexpr const char* person = R"({"identifiers":{"citizen_id":"999095000001"},"name":[{"text":"An"}]})";

OutRecord record(std::string_view text, std::string_view remote_id = {}) {
  return {.json = text, .key = "k1", .idempotency_key = "f:k1:1", .remote_id = remote_id};
}

constexpr const char* not_found =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","diagnostics":"no patient"}]})";

}  // namespace

TEST_CASE_METHOD(FhirBench, "a new resource is created once by its identifier, a known one is put where it is") {
  begin();
  http.next(testing::json_answer(R"({"resourceType":"Bundle","type":"transaction-response","entry":[
    {"response":{"status":"201 Created","location":"https://fhir.example.vn/r4/Patient/77/_history/1"}},
    {"response":{"status":"200 OK"}}]})"));
  const auto got = write("patient", {record(person), record(person, "8")});
  CHECK(got.accepted == std::map<std::size_t, std::string>{{0, "77"}, {1, "8"}});
  const auto bundle = sent(0);
  CHECK(bundle.at("type") == "transaction");
  CHECK(target(0) == "/r4");
  CHECK(at(bundle, "/entry/0/request") ==
        json::value({{"method", "POST"},
                     {"url", "Patient"},
                     {"ifNoneExist", "identifier=https%3A%2F%2Fexample.vn%2Fcccd|999095000001"}}));
  CHECK(at(bundle, "/entry/0/resource/identifier") ==
        json::value(json::array{{{"system", "https://example.vn/cccd"}, {"value", "999095000001"}}}));
  CHECK(at(bundle, "/entry/1/request") == json::value({{"method", "PUT"}, {"url", "Patient/8"}}));
  CHECK(at(bundle, "/entry/1/resource/id") == "8");
}

TEST_CASE_METHOD(FhirBench, "a resource that the server already has is written over, or kept where settings say so") {
  const char* matched = R"({"resourceType":"Bundle","entry":[{"response":{"status":"200","location":"Patient/5"}}]})";
  begin();
  http.next(testing::json_answer(matched));
  http.next(testing::json_answer(matched));
  CHECK(write("patient", {record(person)}).accepted.at(0) == "5");
  CHECK(at(sent(1), "/entry/0/request/url") == "Patient/5");
  CHECK(at(sent(1), "/entry/0/resource/name/0/text") == "An");

  begin(", on_match: keep");
  http.next(testing::json_answer(matched));
  CHECK(write("patient", {record(person)}).accepted.at(0) == "5");
  CHECK(http.requests().size() == 3);
}

TEST_CASE_METHOD(FhirBench, "a refused transaction is halved until the wrong resource stands alone") {
  begin();
  http.on("POST", "/r4", [](const testing::HttpRequest& request) {
    if (request.body.find("wrong") != std::string::npos) return testing::json_answer(not_found, 404);
    const auto bundle = json::parse(request.body);
    json::array entries;
    for (std::size_t i = 0; i < bundle.at("entry").as_array().size(); ++i)
      entries.push_back(json::object{{"response", {{"status", "201"}, {"location", "Patient/1"}}}});
    return testing::json_answer(json::serialize(json::value{{"resourceType", "Bundle"}, {"entry", entries}}));
  });
  const char* wrong = R"({"identifiers":{"citizen_id":"1"},"name":[{"text":"wrong"}]})";
  const auto got = write("patient", {record(person), record(person), record(wrong), record(person)});
  CHECK(got.accepted.size() == 3);
  CHECK(got.rejected.at(2).reject_class == RejectClass::dependency);
  CHECK(got.rejected.at(2).reason.find("no patient") != std::string::npos);
}

TEST_CASE_METHOD(FhirBench, "a batch settles each record by its own outcome") {
  begin(", bundle: batch, deletes: true");
  http.next(testing::json_answer(R"({"resourceType":"Bundle","entry":[
    {"response":{"status":"422","outcome":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required","diagnostics":"gender"}]}}},
    {"response":{"status":"409"}}, {"response":{"status":"503"}}, {"response":{"status":"404"}}, {}]})"));
  OutRecord gone = record("{}", "9");
  gone.operation = lt::plugin_host::Operation::erase;
  const auto got = write("patient", {record(person), record(person), record(person), gone, record(person)});
  CHECK(sent(0).at("type") == "batch");
  CHECK(at(sent(0), "/entry/3") == json::value({{"request", {{"method", "DELETE"}, {"url", "Patient/9"}}}}));
  CHECK(got.rejected.at(0).reject_class == RejectClass::permanent);
  CHECK(got.rejected.at(0).reason == "required: gender");
  CHECK(got.rejected.at(1).reject_class == RejectClass::conflict);
  CHECK(got.rejected.at(2).reject_class == RejectClass::transient);
  CHECK(got.accepted.contains(3));
  CHECK(got.rejected.at(4).reject_class == RejectClass::transient);
}

TEST_CASE_METHOD(FhirBench, "a link goes out by the server's own id, else by an identifier that the server resolves") {
  begin(", identifier_system: 'urn:hub'");
  http.next(testing::json_answer(
      R"({"resourceType":"Bundle","entry":[{"response":{"status":"201"}},{"response":{"status":"201"}}]})"));
  write("immunization",
        {record(R"({"patient":{"type":"Patient","fhir_key":"h1|Patient/4","identifiers":{"citizen_id":"2"}}})"),
         record(R"({"patient":{"type":"Patient","fhir_key":"h2|Patient/4","identifiers":{"citizen_id":"2"}}})")});
  const auto bundle = sent(0);
  CHECK(at(bundle, "/entry/0/resource/patient") == json::value({{"type", "Patient"}, {"reference", "Patient/4"}}));
  CHECK(at(bundle, "/entry/1/resource/patient") ==
        json::value({{"type", "Patient"}, {"reference", "Patient?identifier=https%3A%2F%2Fexample.vn%2Fcccd|2"}}));
  CHECK(at(bundle, "/entry/0/request/ifNoneExist") == "identifier=urn%3Ahub|k1");
}

TEST_CASE_METHOD(FhirBench,
                 "a link to nobody whom the server could know waits, and an identifier without a system is not sent") {
  begin(", identifier_system: 'urn:hub'");
  const auto got = write("immunization", {record(R"({"patient":{"type":"Patient","identifiers":{"unnamed":"2"}}})")});
  CHECK(got.rejected.at(0).reject_class == RejectClass::dependency);
  CHECK(http.requests().empty());
  http.next(testing::json_answer(R"({"resourceType":"Bundle","entry":[{"response":{"status":"201"}}]})"));
  write("patient", {record(R"({"identifiers":{"unnamed":"2"}})")});
  CHECK(at(sent(0), "/entry/0/resource/identifier") ==
        json::value(json::array{json::object{{"system", "urn:hub"}, {"value", "k1"}}}));
}

TEST_CASE_METHOD(FhirBench, "what has no identifier and no known id is not sent, for a repeat would double it") {
  begin();
  const auto got = write("patient", {record(R"({"name":[{"text":"An"}]})")});
  CHECK(got.rejected.at(0).reject_class == RejectClass::permanent);
  CHECK(http.requests().empty());
}

TEST_CASE_METHOD(FhirBench, "a resource that this server told us of is never made a second time there") {
  const char* ours = R"({"identifiers":{"citizen_id":"h1|Patient/9"},"name":[{"text":"An"}]})";
  begin();
  http.next(testing::json_answer(R"({"resourceType":"Bundle","entry":[{"response":{"status":"200 OK"}}]})"));
  CHECK(write("patient", {record(ours)}).accepted.at(0) == "9");
  CHECK(at(sent(0), "/entry/0/request") == json::value({{"method", "PUT"}, {"url", "Patient/9"}}));
  CHECK(at(sent(0), "/entry/0/resource/identifier").is_null());

  // Of another server it is an identifier like any other; where settings say so, what the server has is left alone.
  begin(", on_match: keep");
  CHECK(write("patient", {record(ours)}).accepted.at(0) == "9");
  CHECK(http.requests().size() == 1);
  http.next(testing::json_answer(
      R"({"resourceType":"Bundle","entry":[{"response":{"status":"201","location":"Patient/1"}}]})"));
  CHECK(write("patient", {record(R"({"identifiers":{"citizen_id":"h2|Patient/9"}})")}).accepted.at(0) == "1");
  CHECK(at(sent(1), "/entry/0/resource/identifier/0/value") == "h2|Patient/9");
}
