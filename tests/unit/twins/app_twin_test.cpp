// The citizens' app: results a record, idempotency keys, rules.
#include "twins/app_twin.hpp"

#include "twins/twins.hpp"
#include "wire.hpp"

#include <catch2/catch.hpp>

using namespace lt::twins;

namespace {

struct App {
  AppTwin twin{AppOptions{}};

  Reply push(const std::string& records, const std::string& token = "twin-app-token") {
    Request request;
    request.method = "POST";
    request.path = "/api/v1/records/persons";
    request.headers["authorization"] = "Bearer " + token;
    request.body = R"({"records":[)" + records + "]}";
    return twin.handle(request);
  }
};

std::string upsert(const std::string& id, const std::string& key, const std::string& data) {
  return R"({"id":")" + id + R"(","idempotencyKey":")" + key + R"(","operation":"upsert","data":)" + data + "}";
}

}  // namespace

TEST_CASE_METHOD(App, "a batch is answered record by record, in its order") {
  const auto answer =
      push(upsert("p1", "k1", R"({"phone":"+84900000001"})") + "," + upsert("p2", "k2", R"({"name":"x"})") + "," +
           R"({"id":"p3","idempotencyKey":"k3","operation":"replace"},7)");
  CHECK(answer.status == 200);
  const auto& body = *answer.body;
  CHECK(body.find(R"({"id":"p1","status":"ok","remoteId":"APP-)") != std::string::npos);
  CHECK(body.find(R"({"id":"p2","status":"rejected","error":{"code":"PHONE_REQUIRED")") != std::string::npos);
  CHECK(body.find(R"("code":"OPERATION_UNKNOWN")") != std::string::npos);
  CHECK(body.find(R"("code":"ID_REQUIRED")") != std::string::npos);
  CHECK(twin.counts().accepted == 1);
  CHECK(twin.counts().rejected == 3);
}

TEST_CASE_METHOD(App, "a key that comes twice is answered as a duplicate and changes nothing") {
  push(upsert("p1", "k1", R"({"phone":"1"})"));
  const auto again = push(upsert("p1", "k1", R"({"phone":"2"})"));
  CHECK(again.body->find(R"("status":"duplicate")") != std::string::npos);
  CHECK(twin.data("persons", "p1") == R"({"phone":"1"})");
  CHECK(twin.counts().repeated_keys == 1);
  CHECK(twin.counts().redelivered == 0);
}

TEST_CASE_METHOD(App, "the same content under another key is counted as the sender's defect") {
  push(upsert("p1", "k1", R"({"phone":"1"})"));
  push(upsert("p1", "k2", R"({"phone":"2"})"));
  CHECK(twin.counts().redelivered == 0);
  push(upsert("p1", "k3", R"({"phone":"2"})"));
  CHECK(twin.counts().redelivered == 1);
  CHECK(twin.counts().keys == 3);
}

TEST_CASE_METHOD(App, "a refused record may come again with the same key once it is mended") {
  push(upsert("p1", "k1", "{}"));
  const auto mended = push(upsert("p1", "k1", R"({"phone":"1"})"));
  CHECK(mended.body->find(R"("status":"ok")") != std::string::npos);
}

TEST_CASE_METHOD(App, "a deleted record is gone") {
  push(upsert("p1", "k1", R"({"phone":"1"})"));
  push(R"({"id":"p1","idempotencyKey":"k2","operation":"delete"})");
  CHECK(twin.data("persons", "p1").empty());
  CHECK(twin.counts().ids == 0);
}

TEST_CASE_METHOD(App, "a push without the token, without records or of no JSON is refused whole") {
  CHECK(push(upsert("p1", "k1", "{}"), "wrong").status == 401);
  Request request;
  request.method = "POST";
  request.path = "/api/v1/records/persons";
  request.headers["x-api-key"] = "twin-app-key";
  for (const char* body : {"", "[]", "{}", R"({"records":{}})", "{\"records\":[}"}) {
    request.body = body;
    CHECK(twin.handle(request).status == 400);
  }
  CHECK(twin.counts().records == 0);
}

TEST_CASE("the app shows what it holds as JSON and as a page without whole numbers") {
  const Twins twins({.records = 100});
  const auto port = twins.port("app");
  wire::send(port, "POST", "/api/v1/records/persons", {{"X-API-Key", "twin-app-key"}},
             R"({"records":[)" + upsert("999085001234", "k1", R"({"phone":"1"})") + "]}");
  CHECK(twins.state("app").find(R"("held":1)") != std::string::npos);
  const auto page = wire::get(port, "/");
  CHECK(page.headers.at("Content-Type") == "text/html; charset=utf-8");
  CHECK(page.body.find("999085001***") != std::string::npos);
  CHECK(page.body.find("999085001234") == std::string::npos);
  CHECK(wire::get(port, "/twin/records?stream=persons&id=999085001234").body == R"({"phone":"1"})");
}
