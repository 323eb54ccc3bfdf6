// The hub as a client of a centre that speaks GeoReport v2.
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <testing/call_error.hpp>

using lt::ErrorKind;
using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
using lt::plugin_testing::answer;
using lt::plugin_testing::error_of;
using lt::plugin_testing::header_of;
using lt::plugin_testing::json_answer;
using lt::plugin_testing::RecordingReadSink;
using lt::plugin_testing::RecordingWriteSink;
using lt::plugin_testing::target_of;
using lt::plugin_testing::text_of_file;

namespace {

struct Client : lt::plugin_testing::Bench {
  Client() : Bench(LT_CONNECTOR_FILE) {
    give_secret("k", "khóa");
    give_secret("q", "questions-token");
  }
  void open_with(const std::string& more = "") {
    open("{url: 'https://1022.vn/v2', jurisdiction_id: th, api_key: k" + more + "}");
  }
  RecordingReadSink read(const std::string& state = "", const std::string& stream = "reports") {
    RecordingReadSink sink;
    session().read(stream, state, sink, {});
    return sink;
  }
  RecordingWriteSink write(const std::vector<OutRecord>& records, const std::string& stream = "reports") {
    RecordingWriteSink sink;
    session().write(stream, records, sink, {});
    return sink;
  }
  std::string target(std::size_t index) const { return target_of(http.requests().at(index).url); }
};

OutRecord report(std::string_view json, std::string_view remote_id = {}, int attempt = 1) {
  return {.json = json, .key = "1", .idempotency_key = "f:1:1", .remote_id = remote_id, .attempt = attempt};
}

const std::string page = text_of_file(LT_CONNECTOR_FOLDER "/testdata/requests.json");

}  // namespace

TEST_CASE_METHOD(Client,
                 "reports come by windows of the time they were made, up to now, and the last ones come again") {
  open_with(", reports: {start: '2026-05-01T00:00:00Z', again_days: 30, status: open}");
  http.next(json_answer(page));
  http.next(json_answer("[]"));
  const auto sink = read();
  REQUIRE(sink.records.size() == 2);
  CHECK(sink.records[1].key == "638349");
  CHECK(target(0) ==
        "/v2/requests.json?jurisdiction_id=th&start_date=2026-05-01T00%3A00%3A00Z&end_date=2026-07-30T00%3A00%3A00Z"
        "&status=open");
  CHECK_THAT(target(1), Catch::Contains("start_date=2026-07-30T00%3A00%3A00Z&end_date=2026-09-21T"));
  CHECK(http.requests().size() == 2);
  http.next(json_answer("[]"));
  read(sink.states.back());
  CHECK_THAT(target(2), Catch::Contains("start_date=2026-08-22T"));
}

TEST_CASE_METHOD(Client, "a window whose answer may be cut is halved until it is whole, nothing of it is left out") {
  open_with(", reports: {start: '2026-09-01T00:00:00Z', limit: 2}");
  std::vector<std::string> starts;
  http.on("GET", "/v2/requests.json", [&](const auto& request) {
    const bool wide = request.url.find("start_date=2026-09-01T00%3A00%3A00Z&end_date=2026-09-21") != std::string::npos;
    return json_answer(wide ? page : R"([{"service_request_id":"1"}])");
  });
  const auto sink = read();
  CHECK(http.requests().size() == 3);
  CHECK(sink.states.size() == 3);
  http.on("GET", "/v2/requests.json", json_answer(page));
  CHECK_THAT(error_of([&] { read(); }).what(), Catch::Contains("reports.page_size"));
}

TEST_CASE_METHOD(Client, "where the centre tells changes, pages of them are read since the newest that was seen") {
  open_with(", reports: {page_size: 2, updated_parameter: updated_after, overlap_s: 0}");
  http.next(json_answer(page));
  http.next(json_answer("[]"));
  const auto sink = read();
  CHECK_THAT(target(0), Catch::EndsWith("updated_after=2020-01-01T00%3A00%3A00Z&page=1&page_size=2"));
  CHECK_THAT(target(1), Catch::EndsWith("page=2&page_size=2"));
  http.next(json_answer("[]"));
  read(sink.states.back());
  CHECK_THAT(target(2), Catch::Contains("updated_after=2026-09-19T01%3A00%3A00Z"));
  http.next(json_answer(page));
  http.next(json_answer(page));
  CHECK(error_of([&] { read(); }).kind() == ErrorKind::unavailable);
}

TEST_CASE_METHOD(Client, "the centre's own words stand in the reason, and its status says what becomes of the call") {
  open_with();
  const std::string said = R"([{"code":403,"description":"api_key was invalid"}])";
  const std::pair<int, ErrorKind> all[] = {{401, ErrorKind::denied},        {403, ErrorKind::denied},
                                           {404, ErrorKind::misconfigured}, {400, ErrorKind::misconfigured},
                                           {429, ErrorKind::unavailable},   {503, ErrorKind::unavailable}};
  for (const auto& [status, kind] : all) {
    INFO(status);
    http.next(json_answer(said, status));
    const auto error = error_of([&] { read(); });
    CHECK(error.kind() == kind);
    CHECK_THAT(error.what(), Catch::Contains("403: api_key was invalid"));
  }
  http.next(json_answer(R"({"reports":[]})"));
  CHECK(error_of([&] { read(); }).kind() == ErrorKind::failed);
}

TEST_CASE_METHOD(Client, "a report goes as a form with the key, and the centre's number is its remote id") {
  open_with();
  http.next(json_answer(R"([{"service_request_id":293944,"service_notice":"x"}])", 201));
  const auto sink = write({report(
      R"({"service_code":"vaccination","lat":19.5,"long":105.5,"address":"Số 1 & 2","phone":"+84912345678","media_url":null,"attribute":{"A":"b"}})")});
  CHECK(sink.accepted.at(0) == "293944");
  const auto request = http.requests().at(0);
  CHECK(request.method == "POST");
  CHECK(target(0) == "/v2/requests.json");
  CHECK(request.body ==
        "api_key=kh%C3%B3a&jurisdiction_id=th&service_code=vaccination&lat=19.5&long=105.5&"
        "address_string=S%E1%BB%91%201%20%26%202&phone=%2B84912345678&attribute%5BA%5D=b");
  CHECK(header_of(request.headers, "Idempotency-Key") == "f:1:1");
}

TEST_CASE_METHOD(Client,
                 "a token is exchanged for the number, later where there is none yet, and never costs a report") {
  open_with();
  http.next(json_answer(R"([{"token":"t/1"}])"));
  http.next(json_answer(R"([{"service_request_id":"7","token":"t/1"}])"));
  CHECK(write({report("{}")}).accepted.at(0) == "7");
  CHECK(target(1) == "/v2/tokens/t%2F1.json?jurisdiction_id=th");
  http.next(json_answer(R"([{"token":"t2"}])"));
  http.next(answer(503));
  CHECK(write({report("{}")}).accepted.at(0) == "token:t2");
  http.next(json_answer(R"([{"service_request_id":"8"}])"));
  CHECK(write({report("{}", "token:t2")}).accepted.at(0) == "8");
  const std::size_t before = http.requests().size();
  CHECK(write({report("{}", "8")}).accepted.at(0) == "8");
  CHECK(http.requests().size() == before);
}

TEST_CASE_METHOD(Client, "a report that the centre refuses does not stop its neighbours, a centre that is down does") {
  open_with();
  http.next(json_answer(R"([{"code":400,"description":"lat was not provided"}])", 400));
  http.next(json_answer(R"([{"service_request_id":"9"}])"));
  http.next(json_answer("[]"));
  const auto sink = write({report("{}"), report("{}"), report("{}")});
  CHECK(sink.rejected.at(0).reject_class == RejectClass::permanent);
  CHECK(sink.rejected.at(0).reason == "400: lat was not provided");
  CHECK(sink.accepted.at(1) == "9");
  CHECK_THAT(sink.rejected.at(2).reason, Catch::Contains("neither number nor token"));
  http.next(answer(503, "", {{"Retry-After", "4"}}));
  CHECK(error_of([&] { write({report("{}")}); }).kind() == ErrorKind::unavailable);
}

TEST_CASE_METHOD(Client,
                 "a report whose answer was lost is looked for, once a call, and only sent where it is not there") {
  open_with(", reports: {status: closed, doubt_days: 2}");
  const std::string there = R"({"service_code":"quarantine","description":"Ồn ào [Mã phản ánh PA-1]"})";
  const std::string not_there = R"({"service_code":"quarantine","description":"Ồn ào [Mã phản ánh PA-2]"})";
  const std::string fresh = R"({"service_code":"quarantine","description":"Ồn ào [Mã phản ánh PA-3]"})";
  http.next(json_answer(R"([{"service_request_id":"41","service_code":"quarantine",
    "description":"Ồn  ào\r\n[Mã phản ánh PA-1]"},
    {"service_request_id":"42","service_code":"other","description":"Ồn ào [Mã phản ánh PA-2]"}])"));
  http.next(json_answer(R"([{"service_request_id":"43"}])", 201));
  http.next(json_answer(R"([{"service_request_id":"44"}])", 201));
  const auto sink = write({report(there, {}, 2), report(not_there, {}, 2), report(fresh)});
  CHECK(sink.accepted.at(0) == "41");
  CHECK(sink.accepted.at(1) == "43");
  CHECK(sink.accepted.at(2) == "44");
  CHECK(http.requests().size() == 3);
  CHECK(target(0) ==
        "/v2/requests.json?jurisdiction_id=th&start_date=2026-09-19T14%3A14%3A20Z&end_date=2026-09-21T14%3A14%3A20Z");
}

TEST_CASE_METHOD(Client, "the check says which service the centre lacks") {
  open_with(", service_codes: [vaccination, other]");
  http.next(json_answer(R"([{"service_code":"vaccination"}])"));
  CHECK_THAT(error_of([&] { session().check({}); }).what(), Catch::Contains("'other'"));
  http.next(json_answer(R"([{"service_code":"vaccination"},{"service_code":"other"}])"));
  CHECK_NOTHROW(session().check({}));
}

TEST_CASE_METHOD(Client, "questions and answers are read by page and written with the centre's id") {
  open_with(", questions: {path: /questions, token: q}");
  http.next(json_answer(R"({"page":0,"totalPages":1,"records":[{"id":"h1","updatedAt":"2026-09-01T00:00:00Z"}]})"));
  CHECK(read("", "questions").records.at(0).key == "h1");
  CHECK(target(0) == "/v2/questions?page=0&size=500");
  http.next(json_answer(R"({"id":"h2"})", 201));
  CHECK(write({report(R"({"question":"?"})")}, "questions").accepted.at(0) == "h2");
  CHECK(header_of(http.requests()[1].headers, "Authorization") == "Bearer questions-token");
  http.next(json_answer("{}"));
  write({report(R"({"question":"?"})", "h2")}, "questions");
  CHECK(http.requests()[2].method == "PUT");
  CHECK(target(2) == "/v2/questions/h2");
}
