// Who we are to the system, and what its refusals mean.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>
#include <lienthong/rest/signing.hpp>

using lt::ErrorKind;
using lt::plugin_testing::header_of;
using Sink = lt::plugin_testing::RecordingReadSink;

TEST_CASE_METHOD(RestBench, "each way of proving who we are is sent as the system expects it") {
  struct Case {
    const char* auth;
    const char* header;
    const char* value;
    const char* target;
  };
  const Case cases[] = {
      {"type: none", "Authorization", "", "/api/items?v=1"},
      {"type: basic, user: hub, password: s", "Authorization", "Basic aHViOm1AdA==", "/api/items?v=1"},
      {"type: bearer, token: s", "Authorization", "Bearer m@t", "/api/items?v=1"},
      {"type: api_key, key: s, name: X-Key", "X-Key", "m@t", "/api/items?v=1"},
      {"type: api_key, key: s, name: k, in: query", "X-Key", "", "/api/items?v=1&k=m%40t"},
      {"secret_headers: {lgspaccesstoken: s}", "lgspaccesstoken", "m@t", "/api/items?v=1"},
      // base64 of {"AccessKey":"m@t","SecretKey":"m@t","AppName":"lt","PartnerCode":"000.00.15.H56",…}
      {"lgsp: {access_key: s, secret_key: s, app_name: lt, partner_code: 000.00.15.H56}", "lgspaccesstoken",
       "eyJBY2Nlc3NLZXkiOiJtQHQiLCJTZWNyZXRLZXkiOiJtQHQiLCJBcHBOYW1lIjoibHQiLCJQYXJ0bmVyQ29kZSI6IjAwMC4wMC4xNS5INTYiLCJ"
       "QYXJ0bmVyQ29kZUN1cyI6IjAwMC4wMC4xNS5INTYifQ==",
       "/api/items?v=1"},
  };
  for (const Case& each : cases) {
    INFO(each.auth);
    open_read("path: items", "auth: {" + std::string(each.auth) + "}, headers: {X-Unit: 38}, query: {v: 1}, ");
    answer("[]");
    read();
    CHECK(header_of(http.requests().back().headers, each.header) == each.value);
    CHECK(header_of(http.requests().back().headers, "X-Unit") == "38");
    CHECK(targets().back() == each.target);
  }
}

namespace {

struct TokenBench : RestBench {
  TokenBench() {
    open_read("path: items",
              "auth: {type: client_credentials, token_url: 'https://id.vn/token', client_id: 'h b', client_secret: s, "
              "scope: read, secret_headers: {lgspaccesstoken: s}}, ");
  }
  void grant(const std::string& token, int seconds) {
    answer(R"({"access_token":")" + token + R"(","expires_in":)" + std::to_string(seconds) + "}");
  }
};

}  // namespace

TEST_CASE_METHOD(TokenBench, "a token is asked for once and kept until shortly before it expires") {
  grant("t1", 3600);
  answer("[]");
  read();
  answer("[]");
  read();
  clock.advance(3600 * 1000 - 20'000);
  grant("t2", 3600);
  answer("[]");
  read();
  const auto requests = http.requests();
  REQUIRE(requests.size() == 5);
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].body == "grant_type=client_credentials&scope=read");
  CHECK(header_of(requests[0].headers, "Authorization") == "Basic aCBiOm1AdA==");
  CHECK(header_of(requests[0].headers, "lgspaccesstoken") == "m@t");
  CHECK(header_of(requests[1].headers, "Authorization") == "Bearer t1");
  CHECK(header_of(requests[2].headers, "Authorization") == "Bearer t1");
  CHECK(header_of(requests[4].headers, "Authorization") == "Bearer t2");
}

TEST_CASE_METHOD(TokenBench, "a token that is refused is renewed once, and a second refusal is final") {
  grant("t1", 3600);
  answer("", 401);
  grant("t2", 3600);
  answer(R"([{"id":1}])");
  CHECK(ids(read()) == "1");
  answer("", 401);
  grant("t3", 3600);
  answer("", 401);
  Sink sink;
  const auto error = read_error(sink);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::denied);
  CHECK(http.requests().size() == 7);
}

TEST_CASE_METHOD(TokenBench, "a token's endpoint that refuses, fails or gives no token is said") {
  struct Case {
    int status;
    const char* body;
    ErrorKind kind;
  };
  for (const Case& each :
       {Case{400, R"({"error":"invalid_client"})", ErrorKind::denied}, Case{401, "", ErrorKind::denied},
        Case{503, "", ErrorKind::unavailable}, Case{200, "{}", ErrorKind::failed}}) {
    answer(each.body, each.status);
    Sink sink;
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
  }
}

TEST_CASE_METHOD(RestBench, "a status has the meaning of the contract, with the time to wait") {
  open_read("path: items");
  struct Case {
    int status;
    ErrorKind kind;
  };
  for (const Case& each :
       {Case{400, ErrorKind::misconfigured}, Case{401, ErrorKind::denied}, Case{403, ErrorKind::denied},
        Case{404, ErrorKind::misconfigured}, Case{422, ErrorKind::misconfigured}, Case{429, ErrorKind::unavailable},
        Case{500, ErrorKind::unavailable}, Case{503, ErrorKind::unavailable}}) {
    INFO(each.status);
    http.next(lt::plugin_testing::answer(each.status, "no", {}));
    Sink sink;
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK(sink.states.empty());
  }
  auto busy = lt::plugin_testing::answer(429, "", {{"Retry-After", "7"}});
  http.next(busy);
  Sink sink;
  CHECK(read_error(sink)->retry_after() == std::chrono::seconds(7));
}

TEST_CASE_METHOD(RestBench, "the table of errors goes before the status, also for an answer of 200") {
  open_read("path: items, records: /r",
            "errors: [{status: 200, pointer: /code, value: '401', class: denied}, {status: 404, class: accepted}, "
            "{pointer: /code, value: BUSY, class: unavailable}], ");
  Sink sink;
  answer(R"({"code":401,"r":[]})");
  CHECK(read_error(sink)->kind() == ErrorKind::denied);
  answer(R"({"code":"BUSY"})", 400);
  CHECK(read_error(sink)->kind() == ErrorKind::unavailable);
  answer("<html>", 400);
  CHECK(read_error(sink)->kind() == ErrorKind::misconfigured);
  answer(R"({"r":[]})", 404);
  CHECK_FALSE(read_error(sink));
}

TEST_CASE_METHOD(RestBench, "a check asks for one record and emits nothing, with a path of its own it takes that") {
  open_read("path: items, records: /r, paging: {type: page, size_parameter: size, size: 9}");
  answer(R"({"r":[]})");
  session().check({});
  CHECK(targets().back() == "/api/items?page=1&size=1");
  answer("", 403);
  CHECK_THROWS_AS(session().check({}), lt::plugin_host::CallError);
  open_read("path: items", "check_path: /health, ");
  answer("{}");
  session().check({});
  CHECK(targets().back() == "/api/health");
  open_write("path: items");
  answer("", 405);
  session().check({});
  answer("", 401);
  CHECK_THROWS_AS(session().check({}), lt::plugin_host::CallError);
  for (const auto& request : http.requests()) CHECK(request.method == "GET");
}

TEST_CASE_METHOD(RestBench, "settings that cannot work are refused when they are opened, with the reason") {
  const std::pair<const char*, const char*> cases[] = {
      {"auth: {type: basic, user: hub}, ", "needs 'password'"},
      {"auth: {type: client_credentials, client_id: x}, ", "needs 'token_url'"},
  };
  for (const auto& [more, says] : cases) CHECK_THROWS_WITH(open_read("path: items", more), Catch::Contains(says));
  CHECK_THROWS_WITH(open_read("path: x, paging: {type: cursor}"), Catch::Contains("needs 'next'"));
  CHECK_THROWS_WITH(open_read("path: x, paging: {type: offset}"), Catch::Contains("needs 'size'"));
  CHECK_THROWS_WITH(open_read("path: x, incremental: {parameter: p}"), Catch::Contains("needs a 'pointer'"));
  CHECK_THROWS_WITH(open_read("path: x, incremental: {parameter: p, pointer: /a, format: dd/mm}"),
                    Catch::Contains("dd/mm"));
  CHECK_THROWS_WITH(open_write("path: 'x/{key}', batch: 5"), Catch::Contains("batch"));
  CHECK_THROWS_WITH(open("{url: 'https://x.vn', streams: {a: {}}}"), Catch::Contains("'read', 'write' or 'receive'"));
  CHECK_THROWS_WITH(open_read("path: x, recrods: /r"), Catch::Contains("recrods") && Catch::Contains("records"));
}

TEST_CASE_METHOD(RestBench, "a signed request carries the moment, the key's id and the HMAC of what it says") {
  open_read("path: items",
            "auth: {type: hmac, secret: s, key_id: k1, signature_prefix: 'v1=', "
            "signed_text: '{method}|{target}|{timestamp}|{body_sha256}'}, query: {v: 1}, ");
  answer("[]");
  read();
  const auto request = http.requests().back();
  const auto moment = header_of(request.headers, "X-Timestamp");
  CHECK(moment == std::to_string(clock.now()));
  CHECK(header_of(request.headers, "X-Key-Id") == "k1");
  const std::string said = "GET|/api/items?v=1|" + moment + "|" + lt::rest::hex(lt::rest::sha256(""));
  CHECK(header_of(request.headers, "X-Signature") == "v1=" + lt::rest::hex(lt::rest::hmac_sha256("m@t", said)));
}
