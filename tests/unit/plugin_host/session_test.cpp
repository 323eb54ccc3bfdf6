// Promises of the plugin line, to plugins that keep the contract and to those that do not.
#include "plugin_host/session.hpp"

#include "said.hpp"
#include "scripted_plugin.hpp"

#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <testing/call_error.hpp>

#include <stdexcept>
#include <thread>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
using lt::plugin_testing::error_of;
namespace testing = lt::plugin_testing;

namespace {

constexpr auto settings = "{url: 'https://api.example.vn/v1/{id}', key: api_key}";

lt_bytes text(std::string_view t) { return ScriptedPlugin::text(t); }

struct SessionLine : ScriptedPlugin {
  testing::Bench bench{ScriptedPlugin::plugin()};
  testing::RecordingReadSink read_sink;
  testing::RecordingWriteSink write_sink;

  SessionLine() {
    bench.give_secret("api_key", "s3cr3t/value");
    bench.open(settings);
  }
  ~SessionLine() = default;

  CallError error_of_check() {
    return error_of([&] { bench.session().check({}); });
  }
  CallError error_of_read(std::stop_token stop = {}) {
    return error_of([&] { bench.session().read("s", "", read_sink, stop); });
  }
  void write_three(std::stop_token stop = {}) {
    const OutRecord record{.json = "{}", .key = "k", .idempotency_key = "i", .remote_id = {}};
    const OutRecord records[] = {record, record, record};
    bench.session().write("s", records, write_sink, stop);
  }
  CallError error_of_write() {
    return error_of([&] { write_three(); });
  }
};

struct Ask {
  lt_http_request request{};
  lt_http_response response{};
  explicit Ask(std::string_view url) {
    request.size = sizeof(request);
    response.size = sizeof(response);
    request.url = text(url);
  }
};

}  // namespace

TEST_CASE_METHOD(SessionLine, "each status becomes the error of its reaction, with the plugin's explanation") {
  const std::pair<lt_status, ErrorKind> table[] = {{LT_UNAVAILABLE, ErrorKind::unavailable},
                                                   {LT_DENIED, ErrorKind::denied},
                                                   {LT_MISCONFIGURED, ErrorKind::misconfigured},
                                                   {LT_UNSUPPORTED, ErrorKind::unsupported},
                                                   {LT_FAILED, ErrorKind::failed}};
  for (const auto& [status, kind] : table) {
    check = [status = status](const lt_host* host) {
      host->explain(host, text("the portal sleeps until nine"), 1500);
      return status;
    };
    const CallError error = error_of_check();
    CHECK(error.kind() == kind);
    CHECK(error.retry_after() == std::chrono::milliseconds(1500));
    CHECK(says(error, "system 'bench' (connector scripted 1.0.0): check: the portal sleeps until nine"));
  }
}

TEST_CASE_METHOD(SessionLine, "a status that does not exist is a defect") {
  check = [](const lt_host*) { return lt_status{42}; };
  CHECK(error_of_check().kind() == ErrorKind::failed);
  CHECK(says(error_of_check(), "status 42"));
}

TEST_CASE_METHOD(SessionLine, "what read emits reaches the sink in order") {
  read = [](const lt_host* host) {
    const lt_bytes key[] = {text("/a"), text("/b")};
    host->emit_page(host, text(R"({"items": [{"a": 1, "b": "x"}]})"), text("/items"), key, 2);
    host->emit(host, text(R"({"a": 2})"), text("two"));
    host->reject_record(host, text("???"), LT_REJECT_PERMANENT, text("no record"));
    return host->checkpoint(host, text("state 1"));
  };
  bench.session().read("s", "", read_sink, {});
  REQUIRE(read_sink.records.size() == 2);
  CHECK(read_sink.records[0].key == "1|x");
  CHECK(read_sink.records[1].key == "two");
  CHECK(read_sink.rejects.size() == 1);
  CHECK(read_sink.states == std::vector<std::string>{"state 1"});
}

TEST_CASE_METHOD(SessionLine,
                 "the reason of a rejected record is made fit for people: short, whole letters, no secrets") {
  const std::string huge = "s3cr3t/value\n\xFF" + std::string(5'000'000, 'x');
  read = [&](const lt_host* host) {
    lt_bytes key{};
    CHECK(host->secret(host, text("api_key"), &key) == LT_OK);
    return host->reject_record(host, text("{}"), LT_REJECT_PERMANENT, text(huge));
  };
  write = [&](const lt_host* host, const lt_record*, size_t) {
    for (size_t i = 0; i < 3; ++i) host->reject(host, i, LT_REJECT_PERMANENT, text(huge), 0);
    return lt_status{LT_OK};
  };
  bench.session().read("s", "", read_sink, {});
  write_three();
  REQUIRE(read_sink.rejects.size() == 1);
  REQUIRE(write_sink.rejected.size() == 3);
  for (const auto& reason : {read_sink.rejects[0].reason, write_sink.rejected[0].reason}) {
    CHECK(reason.starts_with("‹secret api_key› \uFFFDxxx"));
    CHECK(reason.ends_with("x…"));
    CHECK(reason.size() < 2100);
  }
}

TEST_CASE_METHOD(SessionLine, "a write without a result for each record is not believed") {
  write = [](const lt_host* host, const lt_record*, size_t) {
    host->accept(host, 0, text("r0"));
    return LT_OK;
  };
  const CallError error = error_of_write();
  CHECK(error.kind() == ErrorKind::failed);
  CHECK(says(error, "without a result for 2 of 3 records, the first of them 1"));
  CHECK(write_sink.accepted.size() == 1);
}

TEST_CASE_METHOD(SessionLine, "a second result and an index out of range are found out and reach no sink") {
  write = [](const lt_host* host, const lt_record*, size_t) {
    for (size_t i = 0; i < 3; ++i) host->accept(host, i, text(""));
    return host->reject(host, 1, LT_REJECT_PERMANENT, text("changed my mind"), -1) == LT_FAILED ? LT_OK : LT_FAILED;
  };
  CHECK(says(error_of_write(), "gave record 1 a second result"));
  CHECK(write_sink.rejected.empty());
  write = [](const lt_host* host, const lt_record*, size_t) { return host->accept(host, 3, text("")); };
  CHECK(says(error_of_write(), "index 3 of 3 records"));
}

TEST_CASE_METHOD(SessionLine, "results of a write that fails on the way are kept") {
  write = [](const lt_host* host, const lt_record*, size_t) {
    host->accept(host, 0, text("r0"));
    host->reject(host, 1, LT_REJECT_TRANSIENT, text("busy"), 2000);
    return lt_status{LT_UNAVAILABLE};
  };
  CHECK(error_of_write().kind() == ErrorKind::unavailable);
  CHECK(write_sink.accepted.at(0) == "r0");
  CHECK(write_sink.rejected.at(1).retry_after == std::chrono::seconds(2));
}

TEST_CASE_METHOD(SessionLine, "nothing that is emitted after a stop reaches the sink") {
  std::stop_source stop;
  read = [&](const lt_host* host) {
    host->emit(host, text("{}"), text("before"));
    stop.request_stop();
    CHECK(host->cancelled(host) == 1);
    CHECK(host->emit(host, text("{}"), text("after")) == LT_CANCELLED);
    CHECK(host->checkpoint(host, text("too far")) == LT_CANCELLED);
    return LT_OK;  // a plugin that does not care
  };
  CHECK(error_of_read(stop.get_token()).kind() == ErrorKind::cancelled);
  CHECK(read_sink.records.size() == 1);
  CHECK(read_sink.states.empty());
}

TEST_CASE_METHOD(SessionLine, "what the system has taken is known even when the hub stops meanwhile") {
  std::stop_source stop;
  write = [&](const lt_host* host, const lt_record*, size_t) {
    stop.request_stop();
    CHECK(host->accept(host, 0, text("r0")) == LT_OK);
    return lt_status{LT_CANCELLED};
  };
  CHECK(error_of([&] { write_three(stop.get_token()); }).kind() == ErrorKind::cancelled);
  CHECK(write_sink.accepted.size() == 1);
}

TEST_CASE_METHOD(SessionLine, "cancelled without anybody asking is a defect") {
  read = [](const lt_host*) { return lt_status{LT_CANCELLED}; };
  CHECK(error_of_read().kind() == ErrorKind::failed);
}

TEST_CASE_METHOD(SessionLine, "what a sink throws stops the plugin and comes out on the other side") {
  struct Full : testing::RecordingReadSink {
    void record(std::string_view, std::string_view) override { throw std::runtime_error("the disk is full"); }
  } full;
  lt_status answered = LT_OK;
  read = [&](const lt_host* host) {
    answered = host->emit(host, text("{}"), text("k"));
    return host->checkpoint(host, text("s"));
  };
  CHECK_THROWS_WITH(bench.session().read("s", "", full, {}), "the disk is full");
  CHECK(answered == LT_CANCELLED);
  CHECK(full.states.empty());
}

TEST_CASE_METHOD(SessionLine, "an exception that a plugin lets out is its defect") {
  check = [](const lt_host*) -> lt_status { throw std::runtime_error("oops"); };
  CHECK(says(error_of_check(), "let an exception out: oops"));
  check = [](const lt_host*) -> lt_status { throw 7; };
  CHECK(error_of_check().kind() == ErrorKind::failed);
  check = [](const lt_host*) { return LT_OK; };
  CHECK_NOTHROW(bench.session().check({}));
}

TEST_CASE_METHOD(SessionLine, "functions of another call, of another thread or of no call are refused") {
  check = [](const lt_host* host) { return host->emit(host, text("{}"), text("k")); };
  CHECK(says(error_of_check(), "emit() was used outside of read and receive"));
  const lt_host* kept = nullptr;
  check = [&](const lt_host* host) {
    kept = host;
    lt_status elsewhere = LT_OK;
    std::thread([&] { elsewhere = host->sleep(host, 1); }).join();
    CHECK(elsewhere == LT_FAILED);
    return LT_OK;
  };
  bench.session().check({});
  CHECK(kept->emit(kept, text("{}"), text("k")) == LT_FAILED);
  CHECK(kept->cancelled(kept) == 1);
}

TEST_CASE_METHOD(SessionLine, "a text without bytes and a struct of a wrong size are found out") {
  read = [](const lt_host* host) { return host->emit(host, {nullptr, 5}, text("k")); };
  CHECK(says(error_of_read(), "emit() got a text without bytes"));
  check = [](const lt_host* host) {
    Ask ask("https://api.example.vn/");
    ask.request.size = 8;
    return host->http(host, &ask.request, &ask.response);
  };
  CHECK(says(error_of_check(), "http() got a struct of a wrong size"));
}

TEST_CASE_METHOD(SessionLine, "a secret is given by name, only when the settings name it, and never shown") {
  check = [](const lt_host* host) {
    lt_bytes value{};
    CHECK(host->secret(host, text("api_key"), &value) == LT_OK);
    const std::string seen(value.data, value.size);
    CHECK(seen == "s3cr3t/value");
    host->log(host, LT_LOG_INFO, text("with " + seen + "\nand s3cr3t%2Fvalue"));
    host->explain(host, text("refused: " + seen), -1);
    return lt_status{LT_DENIED};
  };
  const CallError error = error_of_check();
  CHECK(says(error, "refused: ‹secret api_key›"));
  REQUIRE(bench.log().size() == 1);
  CHECK(bench.log()[0] == "info: [bench] with ‹secret api_key› and ‹secret api_key›");
  check = [](const lt_host* host) {
    lt_bytes value{};
    return host->secret(host, text("another_system"), &value);
  };
  CHECK(says(error_of_check(), "the settings name no secret 'another_system'"));
}

TEST_CASE_METHOD(SessionLine, "a host that the settings do not name is not reached") {
  check = [](const lt_host* host) {
    Ask ask("https://elsewhere.example.com/x");
    return host->http(host, &ask.request, &ask.response);
  };
  const CallError error = error_of_check();
  CHECK(error.kind() == ErrorKind::misconfigured);
  CHECK(says(error, "'elsewhere.example.com'; add it to `egress` of the system (allowed: api.example.vn)"));
  CHECK(bench.http.requests().empty());
}

TEST_CASE_METHOD(SessionLine, "an answer is given with its headers and how long to wait") {
  bench.http.next(testing::answer(429, "slow down", {{"Retry-After", "3"}}));
  check = [](const lt_host* host) {
    Ask ask("https://API.example.vn/x");
    CHECK(host->http(host, &ask.request, &ask.response) == LT_OK);
    CHECK(ask.response.status == 429);
    CHECK(ask.response.retry_after_ms == 3000);
    CHECK(ask.response.header_count == 1);
    CHECK(std::string(ask.response.body.data, ask.response.body.size) == "slow down");
    return LT_OK;
  };
  bench.session().check({});
}

TEST_CASE_METHOD(SessionLine, "a failure of the host explains itself when the plugin does not") {
  bench.http.next_fails(ErrorKind::unavailable, "cannot connect to api.example.vn");
  check = [](const lt_host* host) {
    Ask ask("https://api.example.vn/x");
    return host->http(host, &ask.request, &ask.response);
  };
  CHECK(says(error_of_check(), "check: cannot connect to api.example.vn"));
}

TEST_CASE_METHOD(SessionLine, "sleep ends at once with a stop") {
  std::stop_source stop;
  stop.request_stop();
  check = [](const lt_host* host) { return host->sleep(host, 3'600'000); };
  CHECK(error_of([&] { bench.session().check(stop.get_token()); }).kind() == ErrorKind::cancelled);
}

TEST_CASE_METHOD(SessionLine, "a connection lives from call to call until it is closed") {
  std::int64_t connection = 0;
  bench.tcp.answer_with([](std::string_view written) { return "echo " + std::string(written); });
  check = [&](const lt_host* host) {
    lt_tcp_target target{};
    target.size = sizeof(target);
    target.host = text("api.example.vn");
    target.port = 2775;
    return host->tcp_connect(host, &target, &connection);
  };
  bench.session().check({});
  check = [&](const lt_host* host) {
    char buffer[32];
    std::size_t got = 0;
    CHECK(host->tcp_write(host, connection, text("bind"), 1000) == LT_OK);
    CHECK(host->tcp_read(host, connection, buffer, sizeof(buffer), 1000, &got) == LT_OK);
    CHECK(std::string(buffer, got) == "echo bind");
    CHECK(host->tcp_read(host, connection, buffer, sizeof(buffer), 1000, &got) == LT_OK);
    CHECK(got == 0);
    host->tcp_close(host, connection);
    return host->tcp_write(host, connection, text("x"), 1000);
  };
  CHECK(says(error_of_check(), "is not open"));
}

TEST_CASE_METHOD(SessionLine, "a webhook emits and replies, once") {
  receive = [](const lt_host* host, const lt_request* request, const lt_reply* reply) {
    CHECK(std::string(request->body.data, request->body.size) == "hello");
    host->emit(host, text(R"({"id": 1})"), text(""));
    const lt_header header{text("X-Seen"), text("yes")};
    return reply->put(reply, 201, &header, 1, text("thanks"));
  };
  lt::plugin_host::IncomingRequest request{.stream = "hooks",
                                           .method = "POST",
                                           .target = "/x",
                                           .headers = {{"A", "b"}},
                                           .body = "hello",
                                           .remote_address = "127.0.0.1"};
  const auto reply = bench.session().receive(request, read_sink, {});
  CHECK(reply.status == 201);
  CHECK(reply.body == "thanks");
  CHECK(read_sink.records.size() == 1);
  receive = [](const lt_host*, const lt_request*, const lt_reply* reply_to) {
    reply_to->put(reply_to, 200, nullptr, 0, text(""));
    reply_to->put(reply_to, 500, nullptr, 0, text(""));
    return LT_OK;
  };
  CHECK(says(error_of([&] { bench.session().receive(request, read_sink, {}); }), "replied twice"));
}

TEST_CASE_METHOD(SessionLine, "a question has exactly one answer") {
  call = [](const lt_host*, const lt_sink* sink) { return sink->put(sink, text(R"({"known": true})")); };
  CHECK(bench.session().call("verify", "{}", {}) == R"({"known": true})");
  call = [](const lt_host*, const lt_sink*) { return LT_OK; };
  CHECK(says(error_of([&] { bench.session().call("verify", "{}", {}); }), "ok and no answer"));
  call = [](const lt_host*, const lt_sink* sink) {
    sink->put(sink, text("1"));
    return sink->put(sink, text("2"));
  };
  CHECK(says(error_of([&] { bench.session().call("verify", "{}", {}); }), "put() was used more often"));
}

TEST_CASE_METHOD(SessionLine, "streams that are malformed, doubled or beyond the roles are refused") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {R"({"name": "Bad Name", "direction": "in", "key": ["/id"]})", "not snake_case"},
      {R"({"name": "a", "direction": "sideways", "key": ["/id"]})", "none of the directions"},
      {R"({"name": "a", "direction": "in", "key": ["id"]})", "no JSON pointer"},
      {R"({"name": "a", "direction": "in"})", "no list of key pointers"},
      {"[]", "no JSON object"}};
  for (const auto& [document, words] : table) {
    streams = [document = document](const lt_host*, const lt_sink* sink) { return sink->put(sink, text(document)); };
    CHECK(says(error_of([&] { bench.session().streams({}); }), words));
  }
  streams = [](const lt_host*, const lt_sink* sink) {
    const auto good = text(R"({"name": "doses", "direction": "both", "key": ["/id"], "schema": {"type": "object"}})");
    return sink->put(sink, good);
  };
  const auto list = bench.session().streams({});
  REQUIRE(list.size() == 1);
  CHECK((list[0].readable && list[0].writable));
  CHECK(list[0].schema == R"({"type":"object"})");
}

TEST_CASE("a plugin that refuses its settings says why, and one that opens nothing is found out") {
  ScriptedPlugin plugin;
  testing::Bench bench(ScriptedPlugin::plugin());
  plugin.open = [](const lt_host* host) {
    host->explain(host, text("from_date lies after to_date"), -1);
    return lt_status{LT_MISCONFIGURED};
  };
  CHECK_THROWS_WITH(bench.open(settings), Catch::Contains("from_date lies after to_date"));
  plugin.open = [](const lt_host*) { return LT_OK; };
  plugin.gives_session = false;
  CHECK_THROWS_WITH(bench.open(settings), Catch::Contains("ok and no session"));
  CHECK(plugin.closed == 0);
}

TEST_CASE("a role that a plugin does not have is unsupported, not called") {
  ScriptedPlugin plugin;
  static lt_plugin table = ScriptedPlugin::table();
  table.roles = LT_ROLE_WRITE;
  testing::Bench bench(lt::plugin_host::Plugin::from_table(table));
  bench.open(settings);
  testing::RecordingReadSink sink;
  try {
    bench.session().read("s", "", sink, {});
    FAIL("read should have failed");
  } catch (const CallError& error) {
    CHECK(error.kind() == ErrorKind::unsupported);
  }
}
