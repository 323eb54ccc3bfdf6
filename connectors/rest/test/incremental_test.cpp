// Reading only what changed, by every source of the moment.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>

using Sink = lt::plugin_testing::RecordingReadSink;

namespace {
constexpr const char* list = "path: items, records: /r, paging: {type: page, pages: /pages}, ";
}

TEST_CASE_METHOD(RestBench, "the newest moment of the records, less the overlap, is asked for next time") {
  open_read(std::string(list) + "incremental: {parameter: from, pointer: /at, format: epoch_ms, overlap_s: 60}");
  answer(lt::plugin_testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/page_with_moments.json"));
  answer(R"({"pages":2,"r":[{"id":3,"at":1700000200000},{"id":4},{"id":5,"at":"soon"}]})");
  const Sink first = read();
  CHECK(targets()[0] == "/api/items?page=1");
  CHECK(first.states.back() == R"({"since":1700000300000})");

  answer(R"({"pages":1,"r":[]})");
  const Sink second = read(first.states.back());
  CHECK(targets().back() == "/api/items?page=1&from=1700000240000");
  CHECK(second.states.back() == first.states.back());
}

TEST_CASE_METHOD(RestBench, "a record from the future does not hide what comes before it") {
  open_read(std::string(list) + "incremental: {parameter: from, pointer: /at, format: iso}");
  answer(R"({"pages":1,"r":[{"id":1,"at":"2999-01-01T00:00:00Z"},{"id":2,"at":"2026-01-01T07:00:00+07:00"}]})");
  const Sink sink = read();
  answer(R"({"pages":1,"r":[]})");
  read(sink.states.back());
  CHECK(targets().back() == "/api/items?page=1&from=2026-01-01T00%3A00%3A00Z");
}

TEST_CASE_METHOD(RestBench, "an interrupted sweep goes on with its own moment and keeps what it had seen") {
  open_read(std::string(list) + "incremental: {parameter: from, pointer: /at, format: epoch_ms}");
  answer(R"({"pages":2,"r":[{"id":1,"at":500}]})");
  answer("", 500);
  Sink first;
  REQUIRE(read_error(first, R"({"since":100})"));
  answer(R"({"pages":2,"r":[{"id":1,"at":500}]})");
  answer(R"({"pages":2,"r":[{"id":2,"at":300}]})");
  const Sink second = read(first.states.back());
  CHECK(targets()[2] == "/api/items?page=1&from=100");
  CHECK(targets()[3] == "/api/items?page=2&from=100");
  CHECK(second.states.back() == R"({"since":500})");
}

TEST_CASE_METHOD(RestBench,
                 "the moment may be the answer's, the Date header's or the hub's, taken with the first page") {
  const std::string page = R"({"now":"20/09/2026 08:00:00","pages":2,"r":[{"id":)";
  struct Case {
    const char* incremental;
    const char* since;
  };
  const Case cases[] = {
      {"source: answer, pointer: /now, format: '%d/%m/%Y %H:%M:%S', utc_offset_minutes: 420",
       "20%2F09%2F2026%2008%3A00%3A00"},
      {"source: date_header, format: epoch_s", "784111777"},
      {"source: clock, format: epoch_ms", "1790000000000"},
  };
  for (const Case& each : cases) {
    INFO(each.incremental);
    open_read(std::string(list) + "incremental: {parameter: from, " + each.incremental + "}");
    const auto before = clock.now();
    http.next(lt::plugin_testing::answer(200, page + "1}]}", {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}));
    http.next(lt::plugin_testing::answer(200, page + "2}]}", {{"Date", "Sun, 06 Nov 1994 09:49:37 GMT"}}));
    const Sink sink = read();
    CHECK(clock.now() == before);
    http.next(lt::plugin_testing::answer(200, R"({"now":"20/09/2026 09:00:00","pages":1,"r":[]})",
                                         {{"Date", "Sun, 06 Nov 1994 10:49:37 GMT"}}));
    read(sink.states.back());
    CHECK(targets().back() == "/api/items?page=1&from=" + std::string(each.since));
  }
}

TEST_CASE_METHOD(RestBench, "the first read sends the first moment where the settings give one") {
  open_read(std::string(list) + "incremental: {parameter: from, pointer: /at, start: 0, format: epoch_ms}");
  answer(R"({"pages":1,"r":[]})");
  read();
  CHECK(targets()[0] == "/api/items?page=1&from=0");
}
