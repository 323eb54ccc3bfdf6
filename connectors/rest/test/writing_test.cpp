// Records that go out, one by one and in batches, and what becomes of each.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_host::RejectClass;
using lt::plugin_testing::header_of;
using Accepted = std::map<std::size_t, std::string>;

TEST_CASE_METHOD(RestBench, "single records are created, changed by the system's id, and deleted") {
  open_write(
      "path: items, update: {path: 'items/{remote_id}'}, erase: {path: 'items/{remote_id}'}, "
      "idempotency_header: Idempotency-Key, remote_id: /data/id");
  answer(R"({"data":{"id":77}})", 201);
  answer("", 204);
  answer("", 404);
  const auto sink = write({out("a", R"({"x":1})"), out("b", R"({"x":2})", "8/8"), gone("c", "9"), gone("d")});
  CHECK(sink.accepted == Accepted{{0, "77"}, {1, "8/8"}, {2, "9"}});
  CHECK(sink.rejected.at(3).reject_class == RejectClass::dependency);
  const auto requests = http.requests();
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].body == R"({"x":1})");
  CHECK(header_of(requests[0].headers, "Idempotency-Key") == "a");
  CHECK(requests[1].method == "PUT");
  CHECK(requests[2].method == "DELETE");
  CHECK(targets() == std::vector<std::string>{"/api/items", "/api/items/8%2F8", "/api/items/9"});
}

TEST_CASE_METHOD(RestBench, "a single record that is refused waits alone, a system that is down stops the call") {
  open_write("path: 'items/{key}', method: PUT",
             "errors: [{status: 409, pointer: /code, value: LATER, class: transient}], ");
  answer(R"({"message":"thiếu tên"})", 422);
  answer("", 409);
  answer(R"({"code":"LATER"})", 409);
  answer("", 404);
  answer("{}");
  const auto sink = write({out("a", "{}"), out("b", "{}"), out("c", "{}"), out("d", "{}"), out("e", "{}")});
  CHECK(sink.rejected.at(0).reject_class == RejectClass::permanent);
  CHECK_THAT(sink.rejected.at(0).reason, Catch::Contains("thiếu tên"));
  CHECK(sink.rejected.at(1).reject_class == RejectClass::conflict);
  CHECK(sink.rejected.at(2).reject_class == RejectClass::transient);
  CHECK(sink.rejected.at(3).reject_class == RejectClass::permanent);
  CHECK(sink.accepted.count(4) == 1);
  for (const auto& [status, kind] : {std::pair(503, ErrorKind::unavailable), std::pair(403, ErrorKind::denied)}) {
    answer("", status);
    lt::plugin_testing::RecordingWriteSink none;
    const std::vector<lt::plugin_host::OutRecord> records{out("a", "{}"), out("b", "{}")};
    try {
      session().write("items", records, none, {});
      FAIL("the call goes on");
    } catch (const CallError& error) {
      CHECK(error.kind() == kind);
    }
    CHECK(none.accepted.empty());
    CHECK(none.rejected.empty());
  }
}

namespace {

constexpr const char* app =
    "path: items/batch, batch: 3, list: records, body: {source: hub}, "
    "envelope: {key: id, idempotency_key: idem, operation: op, remote_id: rid, data: data}, "
    "results: {list: /results, key: /id, status: /status, good: [ok, duplicate], remote_id: /rid, code: /error/code, "
    "error: /error/message, classes: {BUSY: transient, LOCKED: conflict}}";

}  // namespace

TEST_CASE_METHOD(RestBench,
                 "a batch carries every record in its envelope, deletions too, and each gets its own result") {
  open_write(app);
  answer(R"({"results":[{"id":"c","status":"rejected","error":{"code":"BUSY","message":"bận"}},
    {"id":"a","status":"ok","rid":"R1"},{"id":"a","status":"rejected"},{"id":"zzz","status":"ok"}]})");
  answer(R"({"results":[{"id":"d","status":"rejected","error":{"code":"PHONE","message":"thiếu điện thoại"}}]})");
  const auto sink = write({out("a", R"({"x":"\"1"})"), gone("b", "R2"), out("c", "{}"), out("d", "{}")});
  CHECK(http.requests()[0].body ==
        R"({"source":"hub","records":[{"id":"a","idem":"a","op":"upsert","data":{"x":"\"1"}},)"
        R"({"id":"b","idem":"b","op":"delete","rid":"R2"},{"id":"c","idem":"c","op":"upsert","data":{}}]})");
  CHECK(http.requests().size() == 2);
  CHECK(sink.accepted == Accepted{{0, "R1"}});
  CHECK(sink.rejected.at(1).reject_class == RejectClass::transient);
  CHECK_THAT(sink.rejected.at(1).reason, Catch::Contains("no result"));
  CHECK(sink.rejected.at(2).reject_class == RejectClass::transient);
  CHECK(sink.rejected.at(3).reject_class == RejectClass::permanent);
  CHECK(sink.rejected.at(3).reason == "PHONE: thiếu điện thoại");
}

TEST_CASE_METHOD(RestBench, "results may come by index or in order, and status may be a number") {
  open_write("path: b, batch: 9, results: {list: /r, index: /i, status: /s, good: [200, 201]}");
  answer(R"({"r":[{"i":1,"s":201},{"i":0,"s":500},{"i":99,"s":200}]})");
  auto sink = write({out("a", "{}"), out("b", "{}")});
  CHECK(http.requests()[0].body == "[{},{}]");
  CHECK(sink.accepted.count(1) == 1);
  CHECK(sink.rejected.count(0) == 1);
  open_write("path: b, batch: 9, results: {error: /error}");
  answer(R"([{"error":null},{"error":"no"}])");
  sink = write({out("a", "{}"), out("b", "{}")});
  CHECK(sink.accepted.count(0) == 1);
  CHECK(sink.rejected.at(1).reason == "no");
  answer(R"([{"error":null}])");
  CHECK_THROWS_WITH(write({out("a", "{}"), out("b", "{}")}), Catch::Contains("1 results to 2 records"));
}

TEST_CASE_METHOD(RestBench, "a batch that is refused for its content is halved until the wrong record stands alone") {
  open_write("path: b, batch: 8");
  http.on("POST", "/api/b", [](const lt::plugin_host::HttpRequest& request) {
    return lt::plugin_testing::answer(request.body.find("bad") == std::string::npos ? 200 : 400, "bad record");
  });
  const auto sink = write({out("a", "{}"), out("b", "{}"), out("c", R"({"bad":1})"), out("d", "{}"), out("e", "{}")});
  CHECK(sink.accepted.size() == 4);
  REQUIRE(sink.rejected.size() == 1);
  CHECK(sink.rejected.at(2).reject_class == RejectClass::permanent);
}

TEST_CASE_METHOD(RestBench, "a batch ends before it grows beyond its bytes") {
  open_write("path: b, batch: 100, max_bytes: 2000");
  const std::string big = R"({"x":")" + std::string(800, 'x') + "\"}";
  http.on("POST", "/api/b", lt::plugin_testing::answer(200));
  CHECK(write({out("a", big), out("b", big), out("c", big)}).accepted.size() == 3);
  CHECK(http.requests().size() == 2);
}

TEST_CASE_METHOD(RestBench, "without a data member the envelope joins the record's own members") {
  open_write("path: items, envelope: {key: _key, idempotency_key: _idem}");
  http.on("POST", "/api/items", lt::plugin_testing::answer(200));
  write({out("a", R"({ "x":1})"), out("b", "{ }")});
  CHECK(http.requests()[0].body == R"({"_key":"a","_idem":"a","x":1})");
  CHECK(http.requests()[1].body == R"({"_key":"b","_idem":"b"})");
}

TEST_CASE_METHOD(RestBench, "a deletion that the settings cannot express is a dead letter, not a loss") {
  open_write("path: b, batch: 5");
  http.on("POST", "/api/b", lt::plugin_testing::answer(200));
  const auto sink = write({out("a", "{}"), gone("b"), out("c", "{}")});
  CHECK(sink.accepted.size() == 2);
  CHECK(sink.rejected.at(1).reject_class == RejectClass::permanent);
}

TEST_CASE_METHOD(RestBench, "a template gives a record any form, with values of the record inside it") {
  open_write(
      "path: items, batch: 10, list: rows, "
      "template: {head: {ref: '{key}', once: '{idempotency_key}', what: '{operation}', known_as: '{remote_id}'}, "
      "parts: ['{/name}', '{/none}'], whole: '{record}', fixed: '{not ours}'}");
  answer("{}");
  write({out("a", R"({"name":"An"})", "7"), gone("b")});
  CHECK(http.requests()[0].body ==
        R"({"rows":[{"head":{"ref":"a","once":"a","what":"upsert","known_as":"7"},"parts":["An",null],)"
        R"("whole":{"name":"An"},"fixed":"{not ours}"},)"
        R"({"head":{"ref":"b","once":"b","what":"delete","known_as":null},"parts":[null,null],"whole":null,)"
        R"("fixed":"{not ours}"}]})");
}

TEST_CASE_METHOD(RestBench, "a whole list is one request however long, without what was deleted") {
  open_write("path: lists/1, method: PUT, whole: true, batch: 1, max_bytes: 1000, list: items");
  answer("{}");
  const std::string long_text = R"({"x":")" + std::string(900, 'x') + R"("})";
  const auto sink = write({out("a", long_text), gone("b"), out("c", long_text)});
  REQUIRE(http.requests().size() == 1);
  CHECK(http.requests()[0].body == R"({"items":[)" + long_text + "," + long_text + "]}");
  CHECK(sink.accepted.size() == 3);
}

TEST_CASE_METHOD(RestBench, "a whole list that is refused ends the call, and no record is given up for it") {
  open_write("path: lists/1, method: PUT, whole: true, list: items");
  answer(R"({"message":"dòng 2"})", 422);
  lt::plugin_testing::RecordingWriteSink none;
  const std::vector<lt::plugin_host::OutRecord> records{out("a", "{}"), out("b", "{}")};
  CHECK_THROWS_AS(session().write("items", records, none, {}), CallError);
  CHECK(none.rejected.empty());
  CHECK(http.requests().size() == 1);
}
