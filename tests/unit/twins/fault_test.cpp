// Each fault as a client sees it.
#include "twins/fault.hpp"

#include "twins/twins.hpp"
#include "wire.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace lt::twins;

namespace {

const std::string items = "/none/page/items?size=10";

struct Fixture {
  Twins twins{{.records = 100, .rest_rows = 100}};
  std::uint16_t port = twins.port("rest");
  std::string clean = wire::get(port, items).body;

  wire::Answer with(const std::string& words) {
    twins.clear_faults("rest");
    twins.fault("rest", words);
    return wire::get(port, items);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a refused request bears its status, and 429 and 503 say when to come again") {
  for (const int status : {401, 403, 404, 409, 422, 429, 500, 503}) {
    const auto answer = with("kind=" + std::to_string(status) + ";retry_after=7");
    CHECK(answer.status == status);
    CHECK(answer.whole);
    CHECK(answer.headers.count("Retry-After") == (status == 429 || status == 503 ? 1 : 0));
  }
  CHECK(with("kind=429;retry_after=7").headers.at("Retry-After") == "7");
}

TEST_CASE_METHOD(Fixture, "a cut answer ends before its length, a truncated one at a shorter length") {
  const auto cut = with("kind=cut");
  CHECK_FALSE(cut.whole);
  CHECK(cut.headers.at("Content-Length") == std::to_string(clean.size()));
  CHECK(cut.body == clean.substr(0, clean.size() / 2));
  const auto truncated = with("kind=truncate");
  CHECK(truncated.whole);
  CHECK(truncated.body == clean.substr(0, clean.size() / 2));
}

TEST_CASE_METHOD(Fixture, "a slow answer comes late and whole") {
  const auto start = std::chrono::steady_clock::now();
  const auto answer = with("kind=slow;ms=120");
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(120));
  CHECK(answer.body == clean);
}

TEST_CASE_METHOD(Fixture, "reordered records are the same records in another order") {
  const auto answer = with("kind=reorder");
  CHECK(answer.body != clean);
  CHECK(answer.body.size() + 40 > clean.size());
  for (int i = 0; i < 10; ++i) CHECK(wire::count(answer.body, "\"S0000000" + std::to_string(i) + "\"") == 1);
}

TEST_CASE_METHOD(Fixture, "a repeated page is the page before, an overlapping one has both") {
  twins.fault("rest", "kind=repeat_page;after=1");
  wire::get(port, items);
  CHECK(wire::get(port, items + "&page=2").body == clean);
  twins.clear_faults("rest");
  twins.fault("rest", "kind=overlap_page;after=1");
  wire::get(port, items);
  const auto both = wire::get(port, items + "&page=2").body;
  CHECK(wire::count(both, "\"id\":") == 20);
  CHECK(both.find("S00000000") < both.find("S00000010"));
}

TEST_CASE_METHOD(Fixture, "a field is dropped, renamed, made of bad UTF-8, made huge, or nested too deep") {
  CHECK(wire::count(with("kind=drop_field;field=vaccine").body, "\"vaccine\":") == 0);
  CHECK(wire::count(with("kind=drop_field;field=vaccine;record=3").body, "\"vaccine\":") == 9);
  const auto renamed = with("kind=rename_field;field=vaccine;to=vacxin").body;
  CHECK(wire::count(renamed, "\"vacxin\":") == 10);
  CHECK(wire::count(renamed, "\"vaccine\":") == 0);
  CHECK(with("kind=bad_utf8").body.find("\xff\xfe") != std::string::npos);
  CHECK(with("kind=huge_field").body.size() > (5U << 20U));
  const auto bomb = with("kind=bomb;depth=5000").body;
  CHECK(bomb.find(std::string(5'000, '[')) != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a fault strikes every n-th request, not the first few, and only so often") {
  twins.fault("rest", "path=/none;kind=500;every=2;after=1;count=2");
  std::string seen;
  for (int i = 0; i < 8; ++i) seen += wire::get(port, items).status == 500 ? 'x' : '.';
  CHECK(seen == "..x.x...");
  CHECK(wire::get(port, "/basic/page/items").status == 401);
}

TEST_CASE("a fault of chance strikes the same requests for the same seed, about as often as it was told") {
  std::string one, two;
  for (auto* seen : {&one, &two}) {
    FaultBox box(38);
    box.add(parse_fault("kind=500;probability=0.25"));
    Request request;
    request.path = "/";
    for (int i = 0; i < 1'000; ++i) *seen += box.strike(request).empty() ? '.' : 'x';
  }
  CHECK(one == two);
  CHECK(wire::count(one, "x") > 200);
  CHECK(wire::count(one, "x") < 300);
}

TEST_CASE_METHOD(Fixture, "faults are set, shown and cleared by request, and never touch the twin's own paths") {
  const auto set = wire::send(port, "POST", "/twin/faults", {}, R"([{"path":"/","kind":"503","every":1}])");
  CHECK(set.status == 200);
  CHECK(wire::get(port, items).status == 503);
  CHECK(wire::get(port, "/twin/state").status == 200);
  CHECK(wire::get(port, "/twin/faults").body.find("\"struck\":1") != std::string::npos);
  wire::send(port, "DELETE", "/twin/faults");
  CHECK(wire::get(port, items).status == 200);
  CHECK(wire::send(port, "POST", "/twin/faults", {}, R"({"kind":"slwo"})").status == 400);
  CHECK(wire::send(port, "POST", "/twin/faults", {}, "[1]").status == 400);
}

TEST_CASE("a fault that cannot be is refused with the word that is wrong") {
  CHECK_THROWS_WITH(parse_fault("kind=slwo"), Catch::Contains("slwo") && Catch::Contains("slow"));
  CHECK_THROWS_WITH(parse_fault("kind=slow;mss=3"), Catch::Contains("\"mss\"") && Catch::Contains("ms"));
  CHECK_THROWS_WITH(parse_fault("kind=slow;ms=soon"), Catch::Contains("must be a number"));
  CHECK_THROWS_WITH(parse_fault("kind=slow;every=0"), Catch::Contains("every"));
  CHECK_THROWS_WITH(parse_fault("slow"), Catch::Contains("word=value"));
  CHECK_THROWS(Twins({.faults = {"kind=no"}}));
}

TEST_CASE_METHOD(Fixture, "the log counts answers by path and status, and a connection serves many requests") {
  CHECK(wire::get_twice(port, items).status == 200);
  CHECK(twins.requests("rest", "/none/page/items", 200) == 3);
  wire::get(port, "/none/nothing");
  CHECK(twins.requests("rest", "/none/nothing", 404) == 1);
  CHECK(twins.log("rest").find(R"({"path":"/none/nothing","status":404,"count":1})") != std::string::npos);
}
