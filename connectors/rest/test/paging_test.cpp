// Every way of paging, to its end and from the middle.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>

using lt::ErrorKind;
using Sink = lt::plugin_testing::RecordingReadSink;
using Targets = std::vector<std::string>;

TEST_CASE_METHOD(RestBench, "a list without pages is one request, its body handed on as it came") {
  open_read("path: items, query: {order: id}");
  answer(R"([{"id":1}, {"id":2}])");
  const Sink sink = read();
  CHECK(ids(sink) == "1 2");
  REQUIRE(sink.pages.size() == 1);
  CHECK(sink.pages[0].bytes == R"([{"id":1}, {"id":2}])");
  CHECK(sink.pages[0].records_pointer.empty());
  CHECK(sink.states == Targets{"{}"});
  CHECK(targets() == Targets{"/api/items?order=id"});
}

TEST_CASE_METHOD(RestBench,
                 "pages by number end with the number of pages, with the total, with has-more, or with an empty page") {
  struct Case {
    const char* paging;
    const char* first;
    const char* second;
    const char* third;  // asked for only where nothing else tells the end
  };
  const Case cases[] = {
      {"pages: /pages", R"({"pages":2,"r":[{"id":1}]})", R"({"pages":2,"r":[{"id":2}]})", nullptr},
      {"size: 1, total: /total", R"({"r":[{"id":1}],"total":2})", R"({"r":[{"id":2}],"total":"2"})", nullptr},
      {"more: /more", R"({"r":[{"id":1}],"more":true})", R"({"r":[{"id":2}],"more":false})", nullptr},
      {"size: 1", R"({"r":[{"id":1}]})", R"({"r":[{"id":2}]})", R"({"r":[]})"},
  };
  for (const Case& each : cases) {
    INFO(each.paging);
    const std::size_t before = targets().size();
    open_read("path: /items, records: /r, paging: {type: page, " + std::string(each.paging) + "}");
    answer(each.first);
    answer(each.second);
    if (each.third) answer(each.third);
    CHECK(ids(read()) == "1 2");
    const auto asked = targets();
    CHECK(asked[before] == "/api/items?page=1");
    CHECK(asked[before + 1] == "/api/items?page=2");
    CHECK(asked.size() - before == (each.third ? 3 : 2));
  }
}

TEST_CASE_METHOD(RestBench, "an offset grows by the size of a page") {
  open_read("path: items, records: /data, paging: {type: offset, size: 2, size_parameter: limit, total: /meta/total}");
  answer(R"({"meta":{"total":3},"data":[{"id":1},{"id":2}]})");
  answer(R"({"meta":{"total":3},"data":[{"id":3}]})");
  CHECK(ids(read()) == "1 2 3");
  CHECK(targets() == Targets{"/api/items?offset=0&limit=2", "/api/items?offset=2&limit=2"});
}

TEST_CASE_METHOD(RestBench, "a cursor leads on until there is none") {
  open_read("path: items, records: /r, paging: {type: cursor, parameter: after, next: /c}");
  answer(R"({"r":[{"id":1}],"c":"a b"})");
  answer(R"({"r":[{"id":2}],"c":null})");
  const Sink sink = read();
  CHECK(ids(sink) == "1 2");
  CHECK(targets() == Targets{"/api/items", "/api/items?after=a%20b"});
  CHECK(sink.states.size() == 2);
}

TEST_CASE_METHOD(RestBench, "what comes next may be an address, a path, a query or a page number") {
  open_read("path: items, records: /r, paging: {type: next, next: /next}");
  answer(R"({"r":[{"id":1}],"next":"https://x.vn/api/items?p=2"})");
  answer(R"({"r":[{"id":2}],"next":"/api/items?p=3"})");
  answer(R"({"r":[{"id":3}],"next":"?p=4"})");
  answer(R"({"r":[{"id":4}],"next":5})");
  answer(R"({"r":[{"id":5}],"next":null})");
  CHECK(ids(read()) == "1 2 3 4 5");
  CHECK(targets() == Targets{"/api/items", "/api/items?p=2", "/api/items?p=3", "/api/items?p=4", "/api/items?page=5"});
}

TEST_CASE_METHOD(RestBench, "an address of another origin is not fetched, so that credentials stay at home") {
  open_read("path: items, records: /r, paging: {type: next, next: /next}",
            "auth: {type: bearer, token: s}, headers: {X-Other: 'https://evil.vn'}, ");
  for (const char* next : {"https://evil.vn/items", "http://x.vn/items", "https://x.vn:8443/items", "//evil.vn/items",
                           "https://x.vn.evil.vn/"}) {
    INFO(next);
    answer(R"({"r":[{"id":1}],"next":")" + std::string(next) + "\"}");
    Sink sink;
    const std::size_t before = targets().size();
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(targets().size() == before + 1);
  }
}

TEST_CASE_METHOD(RestBench, "parameters of a POST travel in its body") {
  open_read(
      "path: search, method: POST, parameters_in: body, body: {province: '38'}, records: /r, "
      "paging: {type: page, first: 0, size_parameter: size, size: 50, pages: /pages}");
  answer(R"({"r":[{"id":1}],"pages":1})");
  read();
  CHECK(http.requests()[0].method == "POST");
  CHECK(http.requests()[0].body == R"({"province":"38","page":0,"size":50})");
}

TEST_CASE_METHOD(RestBench, "a restart repeats the last stored page of a list by number and goes on from a cursor") {
  open_read("path: items, records: /r, paging: {type: page, pages: /pages}");
  answer(R"({"r":[{"id":1}],"pages":3})");
  answer(R"({"r":[{"id":2}],"pages":3})");
  answer("", 503);
  Sink first;
  REQUIRE(read_error(first));
  CHECK(ids(first) == "1 2");
  answer(R"({"r":[{"id":2}],"pages":3})");
  answer(R"({"r":[{"id":3}],"pages":3})");
  CHECK(ids(read(first.states.back())) == "2 3");
  CHECK(targets() == Targets{"/api/items?page=1", "/api/items?page=2", "/api/items?page=3", "/api/items?page=2",
                             "/api/items?page=3"});

  clock.advance(2 * 3'600'000);
  answer(R"({"r":[{"id":1}],"pages":1})");
  read(first.states.back());
  CHECK(targets().back() == "/api/items?page=1");

  open_read("path: items, records: /r, paging: {type: cursor, next: /c}");
  answer(R"({"r":[{"id":1}],"c":"c2"})");
  answer("", 500);
  Sink second;
  REQUIRE(read_error(second));
  answer(R"({"r":[{"id":2}]})");
  CHECK(ids(read(second.states.back())) == "2");
  CHECK(targets().back() == "/api/items?cursor=c2");
}

TEST_CASE_METHOD(RestBench, "a cursor that the system has forgotten starts the list again") {
  open_read("path: items, records: /r, paging: {type: cursor, next: /c}");
  answer(R"({"error":"cursor expired"})", 400);
  answer(R"({"r":[{"id":1}]})");
  CHECK(ids(read(R"({"at":"old","paging":"cursor"})")) == "1");
  CHECK(targets() == Targets{"/api/items?cursor=old", "/api/items"});
  answer("", 400);
  Sink sink;
  CHECK(read_error(sink)->kind() == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(RestBench, "a state that is none of ours, or of another way of paging, starts from the beginning") {
  open_read("path: items, records: /r, paging: {type: page, pages: /pages}");
  for (const char* state : {"garbage", "[1]", R"({"at":"xyz","paging":"cursor"})", R"({"at":7})"}) {
    INFO(state);
    answer(R"({"r":[],"pages":1})");
    read(state);
    CHECK(targets().back() == "/api/items?page=1");
  }
}

TEST_CASE_METHOD(RestBench,
                 "a page given twice, another page than asked for, or a list that leads to itself is noticed") {
  const std::string page = R"({"page":1,"r":[{"id":1}],"next":"a"})";
  for (const char* paging : {"type: page", "type: page, echo: /page", "type: cursor, next: /next"}) {
    INFO(paging);
    open_read("path: items, records: /r, paging: {" + std::string(paging) + "}");
    answer(page);
    answer(page);
    Sink sink;
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::unavailable);
    CHECK(ids(sink) == "1");
  }
}

TEST_CASE_METHOD(RestBench, "an answer without the records is a failure, one that breaks off is asked for again") {
  open_read("path: items, records: /r");
  for (const auto& [body, kind] :
       {std::pair(R"({"message":"bảo trì"})", ErrorKind::failed), std::pair("<html>", ErrorKind::failed),
        std::pair(R"({"x":[1,)", ErrorKind::unavailable)}) {
    INFO(body);
    answer(body);
    Sink sink;
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == kind);
    CHECK(sink.states.empty());
  }
}

TEST_CASE_METHOD(RestBench, "one record at a pointer is a record") {
  open_read("path: summary, records: /data, single: true");
  answer(R"({"data": {"id": 7, "total": 3}, "x": 1})");
  const Sink sink = read();
  REQUIRE(sink.records.size() == 1);
  CHECK(sink.pages.empty());
  CHECK(sink.records[0].json == R"({"id":7,"total":3})");
}

TEST_CASE_METHOD(RestBench, "the next page may stand in the Link header, among other links and in any order") {
  open_read("path: items, paging: {type: link}");
  http.next(lt::plugin_testing::answer(
      200, R"([{"id":1}])",
      {{"Link",
        R"(<https://x.vn/api/items?a=1,2>; rel="prev", <https://x.vn/api/items?p=2>; title="a, b"; rel="next")"}}));
  http.next(lt::plugin_testing::answer(200, R"([{"id":2}])", {{"Link", "</api/items?p=3>;rel=next"}}));
  http.next(lt::plugin_testing::answer(200, R"([{"id":3}])", {{"Link", R"(</api/items?p=1>; rel="first")"}}));
  CHECK(ids(read()) == "1 2 3");
  CHECK(targets() == std::vector<std::string>{"/api/items", "/api/items?p=2", "/api/items?p=3"});
}
