// The rest twin: each way in gives every row once; writes are answered one by one.
#include "twins/credentials.hpp"
#include "twins/files_twin.hpp"
#include "twins/twins.hpp"
#include "wire.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

using namespace lt::twins;

namespace {

// The value after `name`, up to the next quote or end of a number; empty for null.
std::string value(const std::string& text, const std::string& name) {
  const auto at = text.find('"' + name + "\":\"");
  if (at == std::string::npos) return {};
  const auto start = at + name.size() + 4;
  return text.substr(start, text.find('"', start) - start);
}

void collect(const std::string& body, std::set<std::string>& ids, std::size_t& rows) {
  for (auto at = body.find("{\"id\":\"S"); at != std::string::npos; at = body.find("{\"id\":\"S", at + 1)) {
    ids.insert(body.substr(at + 7, 9));
    ++rows;
  }
}

}  // namespace

TEST_CASE("each way of paging gives every row once") {
  const Twins twins({.records = 100, .rest_rows = 57});
  const auto port = twins.port("rest");
  for (const std::string way : {"page", "offset", "cursor", "next", "all"}) {
    std::set<std::string> ids;
    std::size_t rows = 0;
    std::string target = "/none/" + way + "/items?limit=10&size=10";
    for (int step = 1; step <= 6; ++step) {
      const auto answer = wire::get(port, target);
      REQUIRE(answer.status == 200);
      collect(answer.body, ids, rows);
      if (way == "all") break;
      if (way == "page") target = "/none/page/items?size=10&page=" + std::to_string(step + 1);
      if (way == "offset") target = "/none/offset/items?limit=10&offset=" + std::to_string(step * 10);
      if (way == "cursor") target = "/none/cursor/items?limit=10&cursor=" + value(answer.body, "nextCursor");
      if (way == "next") {
        const auto next = value(answer.body, "next");
        CHECK(next.empty() == (step == 6));
        if (!next.empty()) target = next.substr(next.find("/none"));
      }
    }
    INFO(way);
    CHECK(ids.size() == 57);
    CHECK(rows == 57);
  }
  CHECK(wire::get(port, "/none/cursor/items?cursor=10").status == 400);
  CHECK(wire::get(port, "/none/spiral/items").status == 404);
}

TEST_CASE("each way of proving oneself is asked for") {
  const Twins twins({.records = 100});
  const auto port = twins.port("rest");
  const auto status = [&](const std::string& target, const wire::Headers& headers = {}) {
    return wire::get(port, target, headers).status;
  };
  for (const std::string way : {"basic", "bearer", "apikey", "query", "oauth"}) {
    CHECK(status("/" + way + "/page/items") == 401);
    CHECK(status("/" + way + "/page/items", {{"Authorization", "Bearer wrong"}, {"X-API-Key", "wrong"}}) == 401);
  }
  CHECK(status("/basic/page/items", {{"Authorization", "Basic " + base64("lienthong:twin-secret")}}) == 200);
  CHECK(status("/bearer/page/items", {{"Authorization", "Bearer twin-rest-token"}}) == 200);
  CHECK(status("/apikey/page/items", {{"X-API-Key", "twin-rest-key"}}) == 200);
  CHECK(status("/query/page/items?api_key=twin-rest-key") == 200);
  const auto granted = wire::send(port, "POST", "/oauth/token", {},
                                  "grant_type=client_credentials&client_id=lienthong&client_secret=twin-secret");
  CHECK(status("/oauth/page/items", {{"Authorization", "Bearer " + value(granted.body, "access_token")}}) == 200);
}

TEST_CASE("rows changed by an advance are the ones that updatedSince gives") {
  const Twins twins({.records = 100, .rest_rows = 1'000});
  const auto port = twins.port("rest");
  const std::string since = "/none/page/items?updatedSince=2024-01-02T00:00:00Z";
  CHECK(wire::get(port, since).body.find("\"total\":0") != std::string::npos);
  wire::send(port, "POST", "/twin/advance");
  CHECK(wire::get(port, since).body.find("\"total\":10,") != std::string::npos);
}

TEST_CASE("each record of a batch gets its own status") {
  const Twins twins({.records = 100});
  const auto port = twins.port("rest");
  const auto answer =
      wire::send(port, "POST", "/none/items/batch", {},
                 R"({"items":[{"id":"a","quantity":1},{"id":"b","quantity":-1},{"id":"LOCKED-1"},{"x":1}]})");
  CHECK(answer.body ==
        R"({"results":[{"status":201,"id":"a"},{"status":422,"id":"b","error":"quantity must not be negative"},)"
        R"({"status":409,"id":"LOCKED-1","error":"the record is locked"},{"status":422,"error":"id is required"}]})");
  CHECK(wire::send(port, "POST", "/none/items/batch", {}, R"([{"id":"a"}])").body ==
        R"({"results":[{"status":200,"id":"a"}]})");
  CHECK(wire::send(port, "POST", "/none/items/batch", {}, "{").status == 400);
}

TEST_CASE("single records are put, read and deleted") {
  const Twins twins({.records = 100});
  const auto port = twins.port("rest");
  CHECK(wire::send(port, "PUT", "/none/items/z", {{"Idempotency-Key", "1"}}, R"({"quantity":2})").status == 201);
  CHECK(wire::send(port, "PUT", "/none/items/z", {{"Idempotency-Key", "1"}}, R"({"quantity":2})").status == 200);
  CHECK(twins.state("rest").find("\"repeatedKeys\":1") != std::string::npos);
  CHECK(wire::get(port, "/none/items/z").body == R"({"quantity":2,"id":"z"})");
  CHECK(wire::send(port, "DELETE", "/none/items/z").status == 204);
  CHECK(wire::get(port, "/none/items/z").status == 404);
}

TEST_CASE("prepared pages are served by number, and nothing outside their folder") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("twins-files-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder / "v1/records");
  std::ofstream(folder / "v1/records/3.json") << "[3]";
  std::ofstream(folder / "plain.txt") << "plain";
  {
    const Twins twins({.records = 100, .files = folder / "v1"});
    const auto port = twins.port("files");
    CHECK(wire::get(port, "/records?page=3").body == "[3]");
    CHECK(wire::get(port, "/records/3.json").body == "[3]");
    CHECK(wire::get(port, "/records?page=4").status == 404);
    CHECK(wire::get(port, "/../plain.txt").status == 404);
    CHECK(wire::get(port, "/%2e%2e/plain.txt").status == 404);
  }
  std::filesystem::remove_all(folder);
  CHECK_THROWS_AS(FilesTwin(folder, 1), std::invalid_argument);
}
