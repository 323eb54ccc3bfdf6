// What the app sends: who is believed, what is taken.
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <testing/signature.hpp>
#include <twins/app_events.hpp>
#include <twins/twins.hpp>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_testing::Received;
using lt::plugin_testing::signature_of;

namespace {

constexpr std::int64_t now = 1'790'000'000;  // of the bench's clock, in seconds

struct Hook : lt::plugin_testing::Bench {
  Hook() : Bench(LT_CONNECTOR_FILE) {
    give_secret("t", "token");
    give_secret("w", "shared");
    open("{url: 'https://app.vn', token: t, webhook: {secret: w, tolerance_s: 60}}");
  }
  Received send(const std::string& body, std::int64_t at, const std::string& signature,
                const std::string& stream = "declarations", const std::string& method = "POST") {
    return receive({.stream = stream,
                    .method = method,
                    .target = "/hooks/app/" + stream,
                    .headers = {{"x-timestamp", std::to_string(at)}, {"X-SIGNATURE", signature}},
                    .body = body,
                    .remote_address = "192.0.2.1"});
  }
  Received send_well(const std::string& body, std::int64_t at = now, const std::string& stream = "declarations") {
    return send(body, at, signature_of("shared", std::to_string(at) + "." + body), stream);
  }
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

constexpr const char* two = R"({"records":[{"id":"a","n":1},{"id":"b"}]})";

}  // namespace

TEST_CASE_METHOD(Hook, "what is signed with the secret is taken, record by record, and counted in the reply") {
  const Received received = send_well(two);
  CHECK(received.reply.status == 200);
  CHECK(received.reply.body == R"({"received":2})");
  REQUIRE(received.emitted.records.size() == 2);
  CHECK(received.emitted.records[0].key == "a");
  CHECK(send_well(R"({"records":[]})").emitted.records.empty());
}

TEST_CASE_METHOD(Hook, "a request of another body, another time, another secret or without a signature is denied") {
  const std::string good = signature_of("shared", std::to_string(now) + "." + two);
  const auto denied = [&](const std::string& body, std::int64_t at, const std::string& signature) {
    return kind_of([&] { send(body, at, signature); }) == ErrorKind::denied;
  };
  CHECK(send(two, now, good).reply.status == 200);
  CHECK(denied(std::string(two) + " ", now, good));
  CHECK(denied(two, now + 1, good));
  CHECK(denied(two, now, signature_of("other", std::to_string(now) + "." + two)));
  CHECK(denied(two, now, good.substr(7)));
  CHECK(denied(two, now, good.substr(0, 40)));
  CHECK(denied(two, now, ""));
  CHECK(kind_of([&] {
          receive({.stream = "declarations",
                   .method = "POST",
                   .target = "/",
                   .headers = {},
                   .body = two,
                   .remote_address = ""});
        }) == ErrorKind::denied);
}

TEST_CASE_METHOD(Hook, "an old request cannot be repeated, and one from the future is not believed") {
  CHECK(send_well(two, now - 60).reply.status == 200);
  CHECK(kind_of([&] { send_well(two, now - 61); }) == ErrorKind::denied);
  CHECK(send_well(two, now + 60).reply.status == 200);
  CHECK(kind_of([&] { send_well(two, now + 61); }) == ErrorKind::denied);
  clock.advance(3'600'000);
  CHECK(kind_of([&] { send_well(two); }) == ErrorKind::denied);
  CHECK(kind_of([&] { send_well(two, 9'000'000'000'000'000'000); }) == ErrorKind::denied);
}

TEST_CASE_METHOD(Hook, "a signed body that is no list of records is told so and kept") {
  for (const char* body : {"", "{", "[1,2]", R"({"records":{}})", R"({"items":[]})"}) {
    INFO(body);
    const Received received = send_well(body);
    CHECK(received.reply.status == 400);
    CHECK(received.emitted.records.empty());
    REQUIRE(received.emitted.rejects.size() == 1);
    CHECK(received.emitted.rejects[0].record == body);
  }
}

TEST_CASE_METHOD(Hook, "only the streams that the app sends are taken, and only by POST") {
  CHECK(kind_of([&] { send_well(two, now, "persons"); }) == ErrorKind::unsupported);
  const std::string empty;
  const auto got = send(empty, now, signature_of("shared", std::to_string(now) + "."), "reports", "GET");
  CHECK(got.reply.status == 405);
  open("{url: 'https://app.vn', token: t}");
  CHECK(kind_of([&] { send_well(two); }) == ErrorKind::unsupported);
}

TEST_CASE_METHOD(Hook, "every name of the webhook can be another, and one stream can be read and received") {
  open(
      "{url: 'https://app.vn', token: t, lists: {news: {path: /news}}, webhook: {secret: w, signature_header: X-H, "
      "signature_prefix: '', timestamp_header: X-T, records: '', key: [/code], streams: [news]}}");
  const std::string body = R"([{"code":"k"}])";
  const Received received =
      receive({.stream = "news",
               .method = "POST",
               .target = "/",
               .headers = {{"X-T", std::to_string(now)},
                           {"X-H", signature_of("shared", std::to_string(now) + "." + body).substr(7)}},
               .body = body,
               .remote_address = ""});
  CHECK(received.emitted.records.at(0).key == "k");
  int news = 0;
  for (const auto& stream : session().streams({})) news += stream.name == "news" && stream.readable ? 1 : 0;
  CHECK(news == 1);
  open("{url: 'https://app.vn', token: t, webhook: {secret: w, streams: [persons]}}");
  CHECK(kind_of([&] { session().streams({}); }) == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(Hook, "the twin's declarations, check-ins and reports are read page by page, each once") {
  lt::twins::Twins twins({.records = 10});
  give_secret("t", "twin-app-token");
  open_for_real("{url: '" + twins.url("app") +
                "', token: t, lists: {declarations: {path: /api/v1/declarations, size: 30}, checkins: {path: "
                "/api/v1/checkins}, reports: {path: /api/v1/reports}}}");
  for (const char* stream : {"declarations", "checkins", "reports"}) {
    lt::plugin_testing::RecordingReadSink sink;
    session().read(stream, "", sink, {});
    CHECK(sink.records.size() == 200);
    lt::plugin_testing::RecordingReadSink later;
    session().read(stream, sink.states.back(), later, {});
    CHECK(later.records.size() == 1);  // the newest, at the moment itself
  }
}
