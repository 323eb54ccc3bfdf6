// Checkpoints: who is believed, which scans are taken, what is said of a pass.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <testing/signature.hpp>

#include <utility>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_testing::Received;
namespace json = boost::json;

namespace {

constexpr std::int64_t now = 1'790'000'000;  // of the bench's clock, in seconds: 2026-09-21T14:13:20Z
const std::string json_type = "application/json";
const std::string lines_type = "application/x-ndjson";

std::string signature_of(const std::string& text) { return lt::plugin_testing::signature_of("shared", text); }

struct Guard : lt::plugin_testing::Bench {
  Guard() : Bench(LT_CONNECTOR_FILE) {
    give_secret("w", "shared");
    give_secret("t", "token");
    answers().know("pass");
    open("{webhook: {secret: w, tolerance_s: 60}}");
  }
  Received send(const std::string& rest, const std::string& body, std::int64_t at, const std::string& signature,
                const std::string& type = json_type, const std::string& method = "POST") {
    return receive(
        {.stream = "scans",
         .method = method,
         .target = "/hooks/bench/scans" + rest,
         .headers = {{"x-timestamp", std::to_string(at)}, {"X-SIGNATURE", signature}, {"Content-Type", type}},
         .body = body,
         .remote_address = "192.0.2.1"});
  }
  Received send_well(const std::string& rest, const std::string& body, const std::string& type = json_type) {
    return send(rest, body, now, signature_of(std::to_string(now) + "." + body), type);
  }
  json::object verdict(const std::string& code) {
    const Received received = send_well("/verify", json::serialize(json::object{{"code", code}}));
    CHECK(received.reply.status == 200);
    CHECK(received.emitted.records.empty());
    return json::parse(received.reply.body).as_object();
  }
  std::string result(const std::string& code) { return std::string(verdict(code).at("result").as_string()); }
  template <class Work>
  ErrorKind kind_of(Work&& work) {
    try {
      work();
    } catch (const CallError& error) {
      return error.kind();
    }
    FAIL("the request should have been refused");
    return ErrorKind::failed;
  }
};

const std::string one = R"({"device":"C1-A","sequence":7,"scanned_at":"2026-09-21T14:00:00Z"})";
const std::string two = R"({"scans":[{"device":"C1-A","sequence":9},{"device":"C1-B","sequence":9}]})";

}  // namespace

TEST_CASE_METHOD(Guard, "one scan or many are taken in one request, each known by its device and number") {
  const Received alone = send_well("", one);
  CHECK(alone.reply.status == 200);
  CHECK(alone.reply.body == R"({"received":1,"rejected":0})");
  REQUIRE(alone.emitted.records.size() == 1);
  const Received many = send_well("", two);
  CHECK(many.reply.body == R"({"received":2,"rejected":0})");
  REQUIRE(many.emitted.records.size() == 2);
  CHECK(many.emitted.records[0].json == R"({"device":"C1-A","sequence":9})");
  const auto streams = session().streams({});
  REQUIRE(streams.size() == 1);
  CHECK(streams[0].key == std::vector<std::string>{"/device", "/sequence"});
}

TEST_CASE_METHOD(Guard, "a scanner's offline file is taken line by line, and a damaged line costs itself alone") {
  const std::string file = lt::plugin_testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/offline_scans.jsonl");
  const Received received = send_well("", file, lines_type);
  CHECK(received.reply.status == 200);
  CHECK(received.reply.body == R"({"received":4,"rejected":2})");
  CHECK(received.emitted.records.size() == 4);
  REQUIRE(received.emitted.rejects.size() == 2);
  CHECK(received.emitted.rejects[0].record == R"({"device":"C1-A","sequence":3,"scanned_)");
  CHECK(received.emitted.rejects[0].reason.find("line 4") != std::string::npos);
  CHECK(received.emitted.rejects[1].record == "17");
}

TEST_CASE_METHOD(Guard, "another body, moment or secret, an old request or none of a signature is denied, verify too") {
  const std::string good = signature_of(std::to_string(now) + "." + one);
  for (const std::string rest : {"", "/verify"}) {
    INFO(rest);
    const auto denied = [&](const std::string& body, std::int64_t at, const std::string& signature) {
      return kind_of([&] { send(rest, body, at, signature); }) == ErrorKind::denied;
    };
    CHECK(denied(one + " ", now, good));
    CHECK(denied(one, now + 1, good));
    CHECK(denied(one, now, good.substr(0, 40)));
    CHECK(denied(one, now, ""));
    CHECK(denied(one, now - 61, signature_of(std::to_string(now - 61) + "." + one)));
    CHECK(denied(one, now + 61, signature_of(std::to_string(now + 61) + "." + one)));
  }
  CHECK(answers().asked.empty());
  CHECK(send("", one, now, good).reply.status == 200);
}

TEST_CASE_METHOD(Guard, "a signed body that is no scan is told so and kept") {
  for (const char* body : {"", "{", "[1]", R"({"scans":{}})", R"({"device":"C1-A"})", "7"}) {
    INFO(body);
    const Received received = send_well("", body);
    CHECK(received.reply.status == 400);
    CHECK(received.emitted.records.empty());
    REQUIRE(received.emitted.rejects.size() == 1);
    CHECK(received.emitted.rejects[0].record == body);
  }
  CHECK(send_well("/other", one).reply.status == 404);
  CHECK(send("", "", now, signature_of(std::to_string(now) + "."), json_type, "GET").reply.status == 405);
}

TEST_CASE_METHOD(Guard, "a pass is valid until the very moment at which it ends") {
  answers().give("pass", "DL1", R"({"status":"valid","expires_at":"2026-09-21T21:13:21+07:00","name":"N. V. A."})");
  const json::object said = verdict("DL1");
  CHECK(said.at("result") == "valid");
  CHECK(said.at("until") == "2026-09-21T21:13:21+07:00");
  CHECK(said.at("checked_at") == "2026-09-21T14:13:20Z");
  CHECK(said.at("pass").at("name") == "N. V. A.");
  clock.advance(999);
  CHECK(result("DL1") == "valid");
  clock.advance(1);
  CHECK(result("DL1") == "expired");
}

TEST_CASE_METHOD(Guard, "revoked goes before expired, a code that nobody issued, or without an end, is unknown") {
  answers().give("pass", "R1", R"({"status":"revoked","expires_at":"2027-01-01T00:00:00Z"})");
  answers().give("pass", "R2", R"({"status":"revoked"})");
  answers().give("pass", "E1", R"({"status":"expired","expires_at":"2027-01-01T00:00:00Z"})");
  answers().give("pass", "H1", R"({"expires_at":"2027-01-01T00:00:00Z"})");
  answers().give("pass", "M1", R"({"code":"M1"})");
  answers().give("pass", "R3",
                 R"({"status":"valid","revoked_at":"2026-09-20T00:00:00Z","expires_at":"2027-01-01T00:00:00Z"})");
  const std::pair<const char*, const char*> wanted[] = {{"R3", "revoked"},  {"R1", "revoked"}, {"R2", "revoked"},
                                                        {"E1", "expired"},  {"H1", "valid"},   {"M1", "unknown"},
                                                        {"none", "unknown"}};
  for (const auto& [code, expected] : wanted) {
    INFO(code);
    CHECK(result(code) == expected);
  }
  CHECK_FALSE(verdict("none").contains("pass"));
}

TEST_CASE_METHOD(Guard, "the text of a signed pass is asked by the code in it, whatever end the text itself claims") {
  const std::string text = "LTP1:AB12:0001:1789990000:1999999999:KEY:SIGNATURE";
  answers().give("qr_code", text, R"({"kind":"pass","signer":"lienthong","signature":"valid","document_tail":"0001"})");
  answers().give("pass", "AB12", R"({"expires_at":"2026-09-21T00:00:00Z"})");
  const json::object said = verdict(" " + text + "\n");
  CHECK(said.at("result") == "expired");
  CHECK(said.at("signed").at("document_tail") == "0001");
  CHECK(answers().asked == std::vector<std::string>{"qr_code " + text, "pass AB12"});
}

TEST_CASE_METHOD(Guard,
                 "a signed pass that its signer did not sign, that nobody knows or that is damaged is never valid") {
  answers().give("pass", "AB12", R"({"status":"valid","expires_at":"2027-01-01T00:00:00Z"})");
  const std::pair<const char*, const char*> wanted[] = {
      {R"({"kind":"pass","signer":"lienthong","signature":"invalid"})", "forged"},
      {R"({"kind":"pass","signer":"unknown","signature":"unknown"})", "unknown_signer"},
      {R"({"problem":"the text begins as a pass but is damaged"})", "unreadable"}};
  int number = 0;
  for (const auto& [reading, expected] : wanted) {
    INFO(expected);
    const std::string text = "LTP1:AB12:" + std::to_string(++number);
    answers().give("qr_code", text, reading);
    answers().asked.clear();
    const json::object said = verdict(text);
    CHECK(said.at("result") == expected);
    CHECK_FALSE(said.contains("pass"));
    CHECK(answers().asked == std::vector<std::string>{"qr_code " + text});
  }
}

TEST_CASE_METHOD(Guard, "what any QR code says is read for a checkpoint, and for an operator by call") {
  const std::string card = "999095000001||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021";
  answers().give("qr_code", card, R"({"kind":"citizen_card","citizen_id":"999095000001"})");
  const std::string question = json::serialize(json::object{{"code", card + "\r\n"}});
  const Received received = send_well("/read", question);
  CHECK(received.reply.status == 200);
  CHECK(json::parse(received.reply.body).at("citizen_id") == "999095000001");
  CHECK(json::parse(call("read_code", question)).at("kind") == "citizen_card");
  CHECK(send_well("/read", "{}").reply.status == 400);
}

TEST_CASE_METHOD(Guard, "a question without a code is told how to ask, and no pass is looked up") {
  for (const char* body : {"", "{}", R"({"code":7})", R"({"code":" "})", R"({"code":"LTP1:"})", "[]"}) {
    INFO(body);
    CHECK(send_well("/verify", body).reply.status == 400);
  }
  CHECK(send_well("/verify", R"({"code":")" + std::string(5000, 'A') + "\"}").reply.status == 400);
  CHECK(answers().asked.empty());
}

TEST_CASE_METHOD(Guard, "an operator asks the same by call") {
  answers().give("pass", "DL1", R"({"expires_at":"2026-09-22T00:00:00Z"})");
  CHECK(json::parse(call("verify_pass", R"({"code":"DL1"})")).at("result") == "valid");
  CHECK(kind_of([&] { call("verify_pass", "{}"); }) == ErrorKind::failed);
  CHECK(kind_of([&] { call("verify", R"({"code":"DL1"})"); }) == ErrorKind::unsupported);
  answers().give("pass", "B1", R"({"expires_at":"tomorrow"})");
  CHECK(kind_of([&] { call("verify_pass", R"({"code":"B1"})"); }) == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(Guard, "scans that reached the checkpoints' server late are read by pages, from when it got them") {
  open("{webhook: {secret: w}, server: {url: 'https://chot.vn', token: t, size: 2}}");
  http.next(lt::plugin_testing::json_answer(
      R"({"page":0,"total":3,"totalPages":2,"scans":[{"device":"A","sequence":2,"receivedAt":5000},)"
      R"({"device":"A","sequence":1,"receivedAt":6000}]})"));
  http.next(lt::plugin_testing::json_answer(
      R"({"page":1,"total":3,"totalPages":2,"scans":[{"device":"B","sequence":1,"receivedAt":7000}]})"));
  lt::plugin_testing::RecordingReadSink sink;
  session().read("scans", "", sink, {});
  CHECK(sink.records.size() == 3);
  REQUIRE_FALSE(sink.states.empty());
  http.next(lt::plugin_testing::json_answer(R"({"page":0,"total":0,"totalPages":0,"scans":[]})"));
  lt::plugin_testing::RecordingReadSink later;
  session().read("scans", sink.states.back(), later, {});
  CHECK(later.records.empty());
  CHECK(http.requests().back().url.find("receivedFrom=7000") != std::string::npos);
}

TEST_CASE_METHOD(Guard, "checkpoints without a server are not read, and an empty secret lets nobody in") {
  lt::plugin_testing::RecordingReadSink sink;
  CHECK(kind_of([&] { session().read("scans", "", sink, {}); }) == ErrorKind::misconfigured);
  give_secret("empty", "");
  open("{webhook: {secret: empty}}");
  CHECK(kind_of([&] { session().check({}); }) == ErrorKind::misconfigured);
  CHECK(kind_of([&] { send_well("", one); }) == ErrorKind::misconfigured);
}
