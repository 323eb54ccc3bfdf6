// Lists, inboxes and days of the systems that are described by data.
#include "twins/exchange_twin.hpp"

#include "twins/provincial_services.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

namespace lt::twins {
namespace json = boost::json;
namespace {

ExchangeTwin twin_of(const std::string& name) {
  for (auto& service : provincial_services(Epidemic(38, 4'000, 10)))
    if (service.name == name) return {std::move(service), 38};
  throw std::runtime_error("no such service");
}

Request request(std::string method, std::string path, std::map<std::string, std::string> query = {}) {
  Request made;
  made.method = std::move(method);
  made.path = std::move(path);
  made.query = std::move(query);
  made.headers = {{"authorization", "Bearer twin-rest-token"}, {"x-api-key", "twin-rest-key"}, {"host", "twin"}};
  return made;
}

json::value body_of(const Reply& reply) { return json::parse(*reply.body); }

json::value post(ExchangeTwin& twin, const std::string& path, const json::array& items) {
  auto made = request("POST", path);
  made.body = json::serialize(json::object{{"items", items}});
  const auto reply = twin.handle(made);
  REQUIRE(reply.status == 200);
  return body_of(reply).at("results");
}

json::object order(std::string id, std::string key, json::object data) {
  return {
      {"id", std::move(id)}, {"idempotencyKey", std::move(key)}, {"operation", "upsert"}, {"data", std::move(data)}};
}

}  // namespace

TEST_CASE("an advance adds the next day's rows at the end of what changed") {
  auto twin = twin_of("test_results");
  const auto before = body_of(twin.handle(request("GET", "/api/samples", {{"size", "1000"}})));
  CHECK(before.at("total") == 100);
  CHECK(twin.command(request("POST", "/twin/advance")).status == 200);
  const auto last = before.at("items").as_array().back().at("updatedAt").as_string();
  const auto after = body_of(
      twin.handle(request("GET", "/api/samples", {{"size", "1000"}, {"updatedSince", "2021-08-02T17:00:00Z"}})));
  CHECK(after.at("total") == 100);
  for (const auto& row : after.at("items").as_array()) CHECK(row.at("updatedAt").as_string() > last);
}

TEST_CASE("a stranger is refused and told how to identify") {
  auto twin = twin_of("test_results");
  auto stranger = request("GET", "/api/samples");
  stranger.headers.clear();
  CHECK(twin.handle(stranger).status == 401);
}

TEST_CASE("an inbox answers each record alone, and a repeated key is a duplicate") {
  auto twin = twin_of("test_results");
  const json::object good{{"fullName", "Nguyễn Văn An"}, {"reason", "F1"}};
  const auto results =
      post(twin, "/api/orders", {order("1", "k1", good), order("2", "k2", {{"reason", "F1"}}), order("1", "k1", good)});
  CHECK(results.at(0).at("status") == "ok");
  CHECK(results.at(1).at("code") == "FIELD_REQUIRED");
  CHECK(results.at(2).at("status") == "duplicate");
  const auto state = json::parse(twin.state());
  CHECK(state.at("inboxes").at("/api/orders").at("held") == 1);
  CHECK(state.at("inboxes").at("/api/orders").at("idempotencyKeys").at("repeated") == 1);
}

TEST_CASE("what a system accepted comes out of its list under its own number") {
  auto twin = twin_of("home_quarantine");
  post(twin, "/api/subjects", {order("S1", "k1", {{"fullName", "Lê Thị Bình"}, {"fromDate", "02/08/2021"}})});
  const auto accepted = body_of(twin.handle(request("GET", "/api/accepted", {{"limit", "10"}})));
  const auto& row = accepted.at("data").at("items").at(0);
  CHECK(row.at("subjectId") == "S1");
  CHECK(row.at("received").at("fullName") == "Lê Thị Bình");
}

TEST_CASE("a whole list takes the place of the one before") {
  auto twin = twin_of("information_site");
  auto put = request("PUT", "/api/lists/6");
  put.body = R"({"items":[{"commune":"14758","count":3},{"commune":"14761","count":1}]})";
  CHECK(twin.handle(put).status == 200);
  put.body = R"({"items":[{"commune":"14758","count":4}]})";
  CHECK(twin.handle(put).status == 200);
  CHECK(json::parse(twin.state()).at("inboxes").at("/api/lists/6").at("held") == 1);
  CHECK(body_of(twin.command(request("GET", "/twin/records/api/lists/6"))) ==
        json::parse(R"({"0":{"commune":"14758","count":4}})"));
  CHECK(body_of(twin.command(request("GET", "/twin/records/api/lists/7"))) == json::object{});
}

}  // namespace lt::twins
