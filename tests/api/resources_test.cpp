// What the API says of records, dead letters and runs: masked, found, paged, explained.
#include "api/masking.hpp"
#include "api_world.hpp"
#include "app/run_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

const std::string purpose = R"({"purpose":"người dân yêu cầu đính chính"})";

std::string text_of(const Reply& reply) { return json::serialize(reply.body); }

bool tells(const Reply& reply, std::string_view part) { return text_of(reply).find(part) != std::string::npos; }

std::vector<std::int64_t> ids_of(const Reply& reply) {
  std::vector<std::int64_t> ids;
  for (const auto& item : reply.body.at("items").as_array()) ids.push_back(item.at("id").as_int64());
  return ids;
}

// All pages of two, by their cursors.
std::vector<std::int64_t> all_pages(World& world, const std::string& address, const std::string& user = "boss") {
  std::vector<std::int64_t> ids;
  std::string cursor;
  for (int page = 0; page < 20; ++page) {
    const Reply reply = world.get(address + "limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), user);
    REQUIRE(reply.status == 200);
    const auto found = ids_of(reply);
    CHECK(found.size() <= 2);
    ids.insert(ids.end(), found.begin(), found.end());
    if (reply.body.at("next").is_null()) return ids;
    cursor = std::string(reply.body.at("next").as_string());
  }
  FAIL("the pages do not end");
  return ids;
}

}  // namespace

TEST_CASE("persons' data leave masked, and whole only for a purpose that the log keeps") {
  World world;
  const std::string an = "/api/v1/records/person/" + std::to_string(world.an);
  const std::string letter = "/api/v1/dead-letters/" + std::to_string(world.letter);
  for (const std::string& target :
       {std::string("/api/v1/records/person"), an, std::string("/api/v1/dead-letters"), letter}) {
    INFO(target);
    const Reply reply = world.get(target);
    REQUIRE(reply.status == 200);
    for (const char* personal :
         {"990085000111", "Nguyễn Văn An", "NGUYEN", "nguyen", "1985-03", "Kinh", "990085000441", "Chín"})
      CHECK_FALSE(tells(reply, personal));
    CHECK(tells(reply, "\"masked\":true"));
  }
  CHECK(tells(world.get(an), "•••111"));
  CHECK(tells(world.get(an), "N• V• A•"));
  CHECK(tells(world.get(an), "1985-••-••"));
  CHECK(tells(world.get(an), "14758"));  // a commune is nobody's

  CHECK(world.ask("POST", an + "/unmask", {.user = "boss"}, R"({"purpose":"  x "})").status == 422);
  CHECK(world.access().audit().lines({.act = "unmask"}).empty());
  const Reply whole = world.ask("POST", an + "/unmask", {.user = "clerk"}, purpose);
  CHECK(tells(whole, "990085000111"));
  CHECK(tells(whole, "Nguyễn Văn An"));
  CHECK(tells(world.ask("POST", letter + "/unmask", {.user = "clerk"}, purpose), "Chín"));
  const auto lines = world.access().audit().lines({.act = "unmask"});
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].who == "clerk");
  CHECK(lines[1].subject == "person/" + std::to_string(world.an));
  CHECK(lines[1].detail == "người dân yêu cầu đính chính");
  CHECK(lines[0].subject == "dead-letter/" + std::to_string(world.letter));
}

TEST_CASE("a mask keeps what tells rows apart, whatever the bytes are") {
  model::Field text;
  text.data_class = model::DataClass::basic;
  CHECK(api::masked(text, "") == "");
  CHECK(api::masked(text, "12") == "•••");
  CHECK(api::masked(text, "+84912345678") == "•••678");
  CHECK(api::masked(text, "Đặng  Thị Ánh") == "Đ• T• Á•");
  CHECK(api::masked(text, "\xff\xfe") == "\xef\xbf\xbd•");
  text.values = {"M", "F"};
  CHECK(api::masked(text, "M") == "•••");
  text.data_class = model::DataClass::internal;
  CHECK(api::masked(text, "M") == "M");
}

TEST_CASE("a person is found by an identifier and by a name with or without marks, and by nothing else") {
  World world;
  const std::pair<const char*, std::size_t> asked[] = {{"990085000111", 1},
                                                       {"nguyen+van+an", 1},
                                                       {"Nguy%E1%BB%85n%20V%C4%83n%20An", 1},
                                                       {"L%C3%8A+TH%E1%BB%8A+B%C3%8CNH", 2},
                                                       {"%20990085000111%20", 1},
                                                       {"le+thi", 0},
                                                       {"990000000000", 0},
                                                       {"x'+OR+'1'='1", 0},
                                                       {"%25", 0}};
  for (const auto& [words, count] : asked) {
    INFO(words);
    const Reply reply = world.get(std::string("/api/v1/records/person?q=") + words);
    REQUIRE(reply.status == 200);
    CHECK(ids_of(reply).size() == count);
  }
  CHECK(world.get("/api/v1/records/person?q=990085000111").body.at("items").at(0).at("id") == world.an);
  CHECK(world.get("/api/v1/records/nobody").status == 404);
  CHECK(world.get("/api/v1/records/source_record").status == 404);
}

TEST_CASE("pages lead through everything once") {
  World world;
  const auto sorted = [](std::vector<std::int64_t> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
  };
  for (const std::string address :
       {"/api/v1/records/person", "/api/v1/dead-letters", "/api/v1/runs", "/api/v1/audit"}) {
    INFO(address);
    const auto all = ids_of(world.get(address + "?limit=200"));
    CHECK(all.size() >= 3);
    auto paged = all_pages(world, address + "?");
    if (address == "/api/v1/audit")
      paged.resize(std::min(paged.size(), all.size()));  // each request signs in, which is logged
    if (address != "/api/v1/audit") CHECK(paged == all);
    auto unique = sorted(paged);
    CHECK(std::adjacent_find(unique.begin(), unique.end()) == unique.end());
  }
  CHECK(all_pages(world, "/api/v1/records/person?q=le+thi+binh&").size() == 2);
  CHECK(all_pages(world, "/api/v1/dead-letters?flow=portal_people&").size() == 3);
  CHECK(all_pages(world, "/api/v1/dead-letters?", "portal.team").size() == 3);
  CHECK(all_pages(world, "/api/v1/runs?", "portal.team").size() == 2);
  CHECK(all_pages(world, "/api/v1/runs?flow=portal_people&").size() == 2);
}

TEST_CASE("lists are kept to what is asked for") {
  World world;
  const Reply failed = world.get("/api/v1/runs?state=failed");
  CHECK(ids_of(failed).size() == 2);
  for (const auto& run : failed.body.at("items").as_array()) CHECK(run.at("message") == "the source closed the line");
  CHECK(ids_of(world.get("/api/v1/runs?state=running")).empty());
  CHECK(ids_of(world.get("/api/v1/dead-letters?code=bad_date")).size() == 6);
  CHECK(ids_of(world.get("/api/v1/dead-letters?code=missing")).empty());
  CHECK(ids_of(world.get("/api/v1/dead-letters?state=dismissed")).empty());
  const Reply causes = world.get("/api/v1/dead-letters/causes");
  REQUIRE(causes.body.at("items").as_array().size() == 2);
  CHECK(causes.body.at("items").at(0).at("count") == 3);
  const std::string cause(causes.body.at("items").at(0).at("cause").as_string());
  CHECK(ids_of(world.get("/api/v1/dead-letters?cause=" + cause)).size() == 3);
  CHECK(world.get("/api/v1/flows?system=portal").body.at("items").as_array().size() == 1);
}

TEST_CASE("a record tells who said what, what was sent where, and why") {
  World world;
  const Reply reply =
      world.ask("POST", "/api/v1/records/person/" + std::to_string(world.an) + "/unmask", {.user = "boss"}, purpose);
  REQUIRE(reply.status == 200);
  const auto& name = reply.body.at("fields").at(1);
  CHECK(name.at("value") == "Nguyễn Văn An");
  CHECK(name.at("rule") == "priority");
  CHECK(name.at("winner").at("system") == "portal");
  REQUIRE(name.at("losers").as_array().size() == 1);
  CHECK(name.at("losers").at(0).at("system") == "hospital");
  CHECK(name.at("losers").at(0).at("value") == "NGUYEN VAN AN");
  CHECK(reply.body.at("deliveries").at(0).at("state") == "retry");
  CHECK(reply.body.at("deliveries").at(0).at("destination") == "app");
  CHECK(reply.body.at("disclosures").at(0).at("purpose") == "hồ sơ");
}

TEST_CASE("a flow tells its lag, its next five starts and its ledger") {
  World world;
  const Reply reply = world.get("/api/v1/flows/portal_people");
  CHECK(reply.body.at("health") == "failing");
  CHECK(reply.body.at("dead_waiting") == 3);
  CHECK(reply.body.at("next").as_array().size() == 5);
  world.states = {{.flow = "portal_people",
                   .system = "portal",
                   .last_started = {},
                   .running_since = {},
                   .next_start = world.clock.now() + 40'000,
                   .paused_because = {},
                   .last_message = {}}};
  const Reply soon = world.get("/api/v1/flows/portal_people");
  REQUIRE(soon.body.at("next").as_array().size() == 5);
  CHECK(soon.body.at("next").at(0).as_string() == app::timestamp_text(world.clock.now() + 40'000));
  CHECK(reply.body.at("fresh_within_seconds") == 3'600);
  CHECK(reply.body.at("age_seconds") == 1);
  CHECK(reply.body.at("runs").as_array().size() == 2);
  const Reply run = world.get("/api/v1/runs/" + std::to_string(world.run));
  CHECK(run.body.at("balanced") == true);
  CHECK(run.body.at("counts").at("created") == 3);
}

TEST_CASE("settings name secrets and never hold them") {
  World world;
  const Reply reply = world.get("/api/v1/systems/portal");
  CHECK(reply.body.at("settings").at("auth").at("token") == "portal_token");
}
