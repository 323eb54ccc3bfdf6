// Promises of the routes by which a partner is described, reached and looked into.
#include "api_world.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

std::string form(const std::string& name, const std::string& url, const std::string& more = "") {
  return R"({"system":")" + name + R"(","connector":"rest","label":{"vi":"Trạm: số 2","en":"Ward 2"},)" + more +
         R"("settings":{"url":")" + url +
         R"(","streams":{"people":{"key":["/key"],"read":{"path":"/people"}}}},"reason":"đối tác mới"})";
}

}  // namespace

TEST_CASE("a system is tried by its form, then described by a file such as a person writes, once") {
  World world;
  const Reply clinic = world.get("/api/v1/systems/clinic");
  const std::string url(clinic.body.at("settings").at("url").as_string());
  const Reply tried = world.ask("POST", "/api/v1/systems/test", {.user = "boss"}, form("ward", url));
  REQUIRE(tried.status == 200);
  CHECK(tried.body.at("state") == "ok");
  CHECK(tried.body.at("reachable") == true);
  CHECK(world.get("/api/v1/settings/files/systems%2Fward.yaml").status == 404);
  const Reply added = world.ask("POST", "/api/v1/systems", {.user = "boss"}, form("ward", url, R"("enabled":true,)"));
  REQUIRE(added.status == 200);
  CHECK(added.body.at("path") == "systems/ward.yaml");
  CHECK(std::string(world.get("/api/v1/settings/files/systems%2Fward.yaml").body.at("text").as_string()) ==
        "system: ward\nlabel:\n  vi: \"Trạm: số 2\"\n  en: \"Ward 2\"\nconnector: rest\nenabled: true\nsettings:\n  "
        "url: \"" +
            url + "\"\n  streams:\n    people:\n      key: [\"/key\"]\n      read:\n        path: \"/people\"\n");
  CHECK(world.ask("POST", "/api/v1/systems", {.user = "boss"}, form("ward", url)).status == 409);
  CHECK(world.get("/api/v1/settings/changes").body.at("items").at(0).at("reason") == "đối tác mới");
}

TEST_CASE("a form that is wrong is refused with what is wrong, and its name leads to no other folder") {
  World world;
  const Reply refused =
      world.ask("POST", "/api/v1/systems", {.user = "boss"}, R"({"system":"ward","connector":"rset","settings":{}})");
  REQUIRE(refused.status == 422);
  CHECK(refused.body.at("violations").at(0).at("message").as_string().find("did you mean 'rest'?") !=
        std::string::npos);
  for (const std::string name : {"../../ward", "a/b", "", ".hidden", "ward\\ninjected: 1"})
    CHECK(world.ask("POST", "/api/v1/systems", {.user = "boss"}, form(name, "http://127.0.0.1:9")).status == 404);
  const Reply injected =
      world.ask("POST", "/api/v1/systems", {.user = "boss"},
                R"({"system":"ward","connector":"rest\nenabled: false","settings":{"a: b\nc":"d\n- e"}})");
  CHECK(injected.status == 422);
}

TEST_CASE("a partner that does not answer is told as that, and one that the caller may not see as none") {
  World world;
  const Reply tried = world.ask("POST", "/api/v1/systems/test", {.user = "boss"}, form("ward", "http://127.0.0.1:9"));
  CHECK(tried.body.at("reachable") == false);
  CHECK(tried.body.at("state") == "unavailable");
  CHECK(world.ask("POST", "/api/v1/systems/clinic/test", {.user = "clerk"}).body.at("state") == "ok");
  CHECK(world.ask("POST", "/api/v1/systems/nowhere/test", {.user = "clerk"}).status == 404);
  CHECK(world.get("/api/v1/systems/clinic/streams", "portal.team").status == 404);
  CHECK(world.get("/api/v1/systems/portal/streams", "portal.team").body.at("items").at(0).at("name") == "people");
}

TEST_CASE("a sample shows the shape of records and nobody in them, and as they are only for a purpose that is logged") {
  World world;
  const std::string address = "/api/v1/systems/clinic/streams/people/sample";
  const Reply masked = world.get(address + "?limit=2", "clerk");
  REQUIRE(masked.status == 200);
  REQUIRE(masked.body.at("records").as_array().size() == 2);
  CHECK(masked.body.at("more") == true);
  CHECK(masked.body.at("records").at(0).at("name") == "N• V• A•");
  CHECK(masked.body.at("records").at(0).at("id") == "############");
  CHECK(masked.body.at("records").at(0).at("weight") == "#");
  CHECK(world.get(address + "?limit=3", "clerk").body.at("more") == false);
  CHECK(world.get(address + "?limit=0", "clerk").status == 400);
  CHECK(world.get("/api/v1/systems/clinic/streams/peple/sample", "clerk").status == 404);
  const auto unmasked = [&](const std::string& purpose) {
    return world.ask("POST", address + "/unmask", {.user = "clerk"}, R"({"purpose":")" + purpose + "\"}");
  };
  CHECK(unmasked("x").status == 422);
  CHECK(unmasked("kiểm tra ánh xạ mới").body.at("records").at(0).at("name") == "Nguyễn Văn An");
  const auto lines = world.access().audit().lines({.act = "unmask"});
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().subject == "clinic/people");
}
