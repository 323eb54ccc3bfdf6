// What is sent by whom means harm: refused with a problem, never a defect, never a change.
#include "api_world.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::app::test;

TEST_CASE("malformed and travelling addresses are refused as what they are") {
  World world;
  const std::pair<const char*, int> asked[] = {{"/api/v1/../../etc/passwd", 400},
                                               {"/api/v1/%2e%2e/%2e%2e/etc/passwd", 400},
                                               {"/api/v1/systems/..%2f..%2fetc%2fpasswd", 404},
                                               {"/api/v1//systems", 400},
                                               {"/api/v1/systems/", 400},
                                               {"/api/v1/systems/%", 400},
                                               {"/api/v1/systems/%zz", 400},
                                               {"/api/v1/systems/%ff", 400},
                                               {"/api/v1/systems/%c0%af", 400},
                                               {"/api/v1/systems/a%00b", 400},
                                               {"/api/v1/systems/a%0d%0aSet-Cookie:x", 400},
                                               {"/api/v1/runs?flow=%ff", 400},
                                               {"/api/v1/runs?flow=a&flow=b", 400},
                                               {"/api/v1/runs?cursor=%00", 400},
                                               {"/api/v1/runs?limit=99999999999999999999", 400},
                                               {"/api/v1/runs/-1", 400},
                                               {"/api/v1/runs/1e3", 400},
                                               {"/api/v1/runs/99999999999999999999", 400},
                                               {"/api/v1/systems/portal'%20OR%20'1'='1", 404},
                                               {"/api/v1/records/person'%3b%20DROP%20TABLE%20run", 404},
                                               {"/api/v2/systems", 404}};
  for (const auto& [target, status] : asked) {
    INFO(target);
    const Reply reply = world.get(target);
    CHECK(reply.status == status);
    CHECK(reply.body.at("detail").as_string().find("passwd:") == std::string::npos);
  }
}

TEST_CASE("values with quotes and statements are values") {
  World world;
  for (const std::string evil : {"'%3bDROP+TABLE+person--", "\"+OR+1=1--", "%27+UNION+SELECT+password+FROM+user--"}) {
    INFO(evil);
    for (const std::string target : {"/api/v1/runs?flow=", "/api/v1/dead-letters?flow=", "/api/v1/dead-letters?cause=",
                                     "/api/v1/dead-letters?code=", "/api/v1/records/person?q=", "/api/v1/audit?who="}) {
      const Reply reply = world.get(target + evil);
      INFO(target);
      CHECK((reply.status == 200 || reply.status == 404));
      if (reply.status == 200) CHECK(reply.body.at("items").as_array().empty());
    }
  }
  CHECK(world.get("/api/v1/records/person").body.at("items").as_array().size() == 3);
}

TEST_CASE("bodies that are no JSON, or no such JSON, are refused before anything happens") {
  World world;
  const std::pair<std::string, int> bodies[] = {{"", 415},
                                                {"{", 400},
                                                {"[]", 400},
                                                {"null", 400},
                                                {"{\"name\":\"x\xff\",\"role\":\"viewer\"}", 400},
                                                {std::string("{\"name\":\"x\0y\",\"role\":\"viewer\"}", 30), 400},
                                                {std::string(200, '['), 400},
                                                {R"({"name":"x"})", 400},
                                                {R"({"name":"x","role":"king"})", 400},
                                                {R"({"name":"x","role":"viewer","admin":true})", 400},
                                                {R"({"name":["x"],"role":"viewer"})", 400},
                                                {R"({"name":"X Y","role":"viewer"})", 422},
                                                {R"({"name":"x","role":"viewer","systems":["portal"]})", 422},
                                                {R"({"name":"x","role":"vendor","systems":["nowhere"]})", 404}};
  for (const auto& [body, status] : bodies) {
    INFO(body);
    CHECK(world.ask("POST", "/api/v1/users", {.user = "boss"}, body).status == status);
  }
  CHECK(world
            .ask("POST", "/api/v1/users", {.user = "boss", .headers = {{"Content-Type", "text/plain"}}},
                 R"({"name":"x","role":"viewer"})")
            .status == 415);
  CHECK(world.access().users().list().size() == users.size());
  CHECK(world.ask("GET", "/api/v1/runs", {.user = "boss"}, "{}").status == 400);
}

TEST_CASE("over a network the API wants TLS, on this machine it does not") {
  World world;
  CHECK(world.ask("GET", "/api/v1/openapi.json").status == 200);
  for (const std::string far : {"192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"})
    CHECK(world.ask("GET", "/api/v1/openapi.json", {.address = far}).status == 403);
}

TEST_CASE("answers are kept by no cache that many share, and are never taken for a page") {
  World world;
  for (const std::string target : {"/api/v1/openapi.json", "/api/v1/nowhere"}) {
    Reply reply = world.ask("GET", target);
    CHECK(reply.headers["Cache-Control"] == "private, no-cache");
    CHECK(reply.headers["X-Content-Type-Options"] == "nosniff");
    CHECK(reply.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'");
  }
}
