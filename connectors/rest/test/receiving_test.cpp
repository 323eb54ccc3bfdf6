// What a system sends by itself: who is believed, which records are taken, what it is answered.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_testing::Received;

namespace {

constexpr std::int64_t now = 1'790'000'000;  // of the bench's clock, in seconds: 2026-09-21T14:13:20Z
const std::string three = R"({"events":[{"id":1},{"id":2},{"id":3}]})";

// Independent of the kit's own signing.
std::string digest_of(const EVP_MD* algorithm, const std::string& secret, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(algorithm, secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {digest, digest + size};
}

std::string in_hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(byte));
    text += two;
  }
  return text;
}

std::string in_base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return text;
}

using Headers = std::vector<lt::plugin_host::HttpHeader>;

struct Hook : RestBench {
  void open_hook(const std::string& receive, const std::string& webhook = "secret: w") {
    give_secret("w", "shared");
    open("{url: 'https://x.vn/api', webhook: {" + webhook + "}, streams: {items: {key: [/id], receive: {" + receive +
         "}}, others: {read: {path: others}}}}");
  }
  Received send(const std::string& body, const Headers& headers, const std::string& stream = "items",
                const std::string& method = "POST") {
    return receive({.stream = stream,
                    .method = method,
                    .target = "/hooks/x/" + stream,
                    .headers = headers,
                    .body = body,
                    .remote_address = "192.0.2.1"});
  }
  static Headers good(const std::string& body, std::int64_t at = now) {
    const std::string moment = std::to_string(at);
    return {{"x-timestamp", moment},
            {"X-SIGNATURE", "sha256=" + in_hex(digest_of(EVP_sha256(), "shared", moment + "." + body))}};
  }
  Received send_well(const std::string& body) { return send(body, good(body)); }
  template <class Work>
  static ErrorKind kind_of(Work&& work) {
    try {
      work();
    } catch (const CallError& error) {
      return error.kind();
    }
    FAIL("it should have been refused");
    return ErrorKind::failed;
  }
};

}  // namespace

TEST_CASE_METHOD(Hook, "records that a system sends are taken where the settings point, one or many") {
  open_hook("records: /events");
  const Received many = send_well(three);
  CHECK(many.reply.status == 200);
  CHECK(many.reply.body == R"({"received":3})");
  CHECK(ids(many.emitted) == "1 2 3");
  const Received one = send_well(R"({"at": [{"id": 1}], "events": {"id": 7, "note": "x"}})");
  CHECK(one.reply.body == R"({"received":1})");
  REQUIRE(one.emitted.records.size() == 1);
  CHECK(one.emitted.records[0].json == R"({"id":7,"note":"x"})");
  open_hook("");
  CHECK(ids(send_well(R"([{"id":1},{"id":2}])").emitted) == "1 2");
  CHECK(send_well(R"({"id":1})").emitted.records.size() == 1);
  open_hook("one_too: false");
  CHECK(send_well(R"({"id":1})").reply.status == 400);
}

TEST_CASE_METHOD(Hook, "the answer is as the system wants it") {
  open_hook("records: /events, status: 202, answer: {code: '00', data: [{count: '{received}'}]}");
  const Received received = send_well(three);
  CHECK(received.reply.status == 202);
  CHECK(received.reply.body == R"({"code":"00","data":[{"count":3}]})");
}

TEST_CASE_METHOD(Hook, "another body, moment or secret, an old request or none of a signature is denied") {
  open_hook("records: /events", "secret: w, tolerance_s: 60");
  const auto denied = [&](const std::string& body, const Headers& headers) {
    return kind_of([&] { send(body, headers); }) == ErrorKind::denied;
  };
  CHECK(denied(three + " ", good(three)));
  CHECK(denied(three.substr(0, 20), good(three)));
  CHECK(denied(three, {}));
  CHECK(denied(three, {good(three)[0]}));
  CHECK(denied(three, {good(three)[1]}));
  CHECK(denied(three, {{"X-Timestamp", std::to_string(now + 1)}, good(three)[1]}));
  CHECK(denied(three, good(three, now - 61)));
  CHECK(denied(three, good(three, now + 61)));
  CHECK(denied(three, {{"X-Timestamp", "yesterday"}, good(three)[1]}));
  CHECK(denied(three, {{"X-Timestamp", "99999999999999999"}, good(three)[1]}));
  CHECK(send(three, good(three, now - 60)).reply.status == 200);
  CHECK(send(three, good(three, now + 60)).reply.status == 200);
}

TEST_CASE_METHOD(Hook, "a signed body without records is told so and kept") {
  open_hook("records: /events");
  for (const char* body : {"", "{", R"({"events":7})", R"({"items":[]})", "[1]"}) {
    INFO(body);
    const Received received = send_well(body);
    CHECK(received.reply.status == 400);
    CHECK(received.emitted.records.empty());
    REQUIRE(received.emitted.rejects.size() == 1);
    CHECK(received.emitted.rejects[0].record == body);
  }
  CHECK(send("", good(""), "items", "GET").reply.status == 405);
  CHECK(kind_of([&] { send(three, good(three), "others"); }) == ErrorKind::unsupported);
  CHECK(kind_of([&] { send(three, good(three), "none"); }) == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(Hook, "other algorithms, encodings, moments and texts are a matter of settings") {
  open_hook("records: /events",
            "secret: w, algorithm: hmac_sha512, encoding: base64, signature_prefix: '', signature_header: X-Sign, "
            "timestamp_header: X-Time, timestamp_format: iso, signed_text: '{body}@{timestamp}'");
  const std::string moment = "2026-09-21T14:13:20Z";
  const std::string signature = in_base64(digest_of(EVP_sha512(), "shared", three + "@" + moment));
  CHECK(send(three, {{"X-Time", moment}, {"X-Sign", signature}}).emitted.records.size() == 3);
  // What stands in the body is never taken for a placeholder.
  const std::string tricky = R"({"events":[{"id":"{timestamp}"}]})";
  CHECK(send(tricky,
             {{"X-Time", moment}, {"X-Sign", in_base64(digest_of(EVP_sha512(), "shared", tricky + "@" + moment))}})
            .reply.status == 200);
  open_hook("records: /events",
            "secret: w, algorithm: hmac_sha1, signature_prefix: sha1=, timestamp_header: '', "
            "signed_text: '{body}'");
  const std::string plain = "sha1=" + in_hex(digest_of(EVP_sha1(), "shared", three));
  CHECK(send(three, {{"X-Signature", plain}}).emitted.records.size() == 3);
  CHECK(kind_of([&] { send(three + " ", {{"X-Signature", plain}}); }) == ErrorKind::denied);
}

TEST_CASE_METHOD(Hook, "settings by which anybody could send are refused") {
  CHECK(kind_of([&] { open("{url: 'https://x.vn', streams: {items: {receive: {}}}}"); }) == ErrorKind::misconfigured);
  CHECK(kind_of([&] { open_hook("", "secret: w, signed_text: '{timestamp}'"); }) == ErrorKind::misconfigured);
  CHECK(kind_of([&] { open_hook("", "secret: w, timestamp_header: ''"); }) == ErrorKind::misconfigured);
  CHECK(kind_of([&] { open_hook("", "secret: w, signed_text: '{body}'"); }) == ErrorKind::misconfigured);
  open_hook("", "secret: empty");
  give_secret("empty", "");
  open_hook("", "secret: empty");
  CHECK(kind_of([&] { session().check({}); }) == ErrorKind::misconfigured);
  CHECK(kind_of([&] { send_well(three); }) == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(Hook, "a stream may be read and sent, a flow finds it as one that comes in") {
  give_secret("w", "shared");
  open(
      "{url: 'https://x.vn', webhook: {secret: w}, streams: {items: {key: [/id], read: {path: items}, receive: {}}, "
      "sent: {receive: {}}}}");
  const auto streams = session().streams({});
  REQUIRE(streams.size() == 2);
  for (const auto& stream : streams) {
    CHECK(stream.readable);
    CHECK_FALSE(stream.writable);
  }
}
