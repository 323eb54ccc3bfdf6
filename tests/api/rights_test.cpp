// Who may ask what: every role against every route, and what a session, a token and a page must show.
#include "api_world.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt;
using namespace lt::app::test;
using access::Right;

namespace {

// Written by hand, so that a change of the table in the program is seen here: who may call each operation.
// a: administrator, o: operator, v: viewer, u: auditor, p: vendor; *: also who is not signed in
const std::pair<const char*, const char*> callers[] = {{"getOpenApi", "*"},
                                                       {"signIn", "*"},
                                                       {"getSession", "aovup"},
                                                       {"signOut", "aovup"},
                                                       {"changePassword", "aovup"},
                                                       {"listSystems", "aovup"},
                                                       {"getSystem", "aovup"},
                                                       {"listFlows", "aovup"},
                                                       {"getFlow", "aovup"},
                                                       {"listRuns", "aovup"},
                                                       {"getRun", "aovup"},
                                                       {"listCauses", "aovup"},
                                                       {"listLetters", "aovup"},
                                                       {"getLetter", "aovup"},
                                                       {"unmaskLetter", "ao"},
                                                       {"listEntities", "aovu"},
                                                       {"mendLetter", "ao"},
                                                       {"dismissLetters", "ao"},
                                                       {"reopenLetter", "ao"},
                                                       {"replayLetters", "ao"},
                                                       {"listJobs", "aovup"},
                                                       {"getJob", "aovup"},
                                                       {"cancelJob", "ao"},
                                                       {"listen", "aovup"},
                                                       {"getTimeline", "aovu"},
                                                       {"listDisclosures", "aovu"},
                                                       {"listDeliveries", "aovu"},
                                                       {"listReviews", "aovu"},
                                                       {"getReview", "aovu"},
                                                       {"answerReview", "ao"},
                                                       {"mergeRecords", "ao"},
                                                       {"listJudgements", "aovu"},
                                                       {"undoJudgement", "ao"},
                                                       {"separateRecords", "ao"},
                                                       {"splitRecord", "ao"},
                                                       {"listReports", "aovup"},
                                                       {"makeReport", "ao"},
                                                       {"getReport", "aovup"},
                                                       {"getReportFile", "aovup"},
                                                       {"sendReport", "ao"},
                                                       {"verifyReport", "aovup"},
                                                       {"runFlow", "ao"},
                                                       {"rehearseFlow", "ao"},
                                                       {"pauseFlow", "ao"},
                                                       {"resumeFlow", "ao"},
                                                       {"findRecords", "aovu"},
                                                       {"getRecord", "aovu"},
                                                       {"unmaskRecord", "ao"},
                                                       {"findUnits", "aovup"},
                                                       {"listPlugins", "aovup"},
                                                       {"getPlugin", "aovup"},
                                                       {"testPlugin", "ao"},
                                                       {"getFigures", "aovup"},
                                                       {"listAuditLines", "au"},
                                                       {"verifyAudit", "au"},
                                                       {"listUsers", "a"},
                                                       {"addUser", "a"},
                                                       {"changeUser", "a"},
                                                       {"resetPassword", "a"},
                                                       {"addCode", "a"},
                                                       {"removeCode", "a"},
                                                       {"addToken", "a"},
                                                       {"listTokens", "a"},
                                                       {"revokeToken", "a"},
                                                       {"listSignInWays", "*"},
                                                       {"signInByOidc", "*"},
                                                       {"endSignInByOidc", "*"},
                                                       {"signOutByOidc", "*"},
                                                       {"listSettings", "ao"},
                                                       {"getSettingsState", "aovup"},
                                                       {"getSettings", "ao"},
                                                       {"putSettings", "a"},
                                                       {"deleteSettings", "a"},
                                                       {"checkSettings", "a"},
                                                       {"listSettingsChanges", "ao"},
                                                       {"getSettingsChange", "ao"},
                                                       {"undoSettingsChange", "a"},
                                                       {"addSystem", "a"},
                                                       {"tryForm", "a"},
                                                       {"testSystem", "ao"},
                                                       {"listStreams", "aovup"},
                                                       {"getSample", "ao"},
                                                       {"unmaskSample", "ao"},
                                                       {"listMappings", "ao"},
                                                       {"getMapping", "ao"},
                                                       {"tryMapping", "ao"},
                                                       {"listSecrets", "a"},
                                                       {"putSecret", "a"},
                                                       {"deleteSecret", "a"},
                                                       {"findDisclosures", "aovu"},
                                                       {"listErasures", "au"},
                                                       {"rehearseErasure", "a"},
                                                       {"eraseRecord", "a"},
                                                       {"runRetention", "a"},
                                                       {"rehearseRetention", "a"},
                                                       {"listBackups", "au"},
                                                       {"makeBackup", "a"},
                                                       {"removeBackup", "a"},
                                                       {"refoldRecords", "a"},
                                                       {"rehearseRefold", "a"}};

const std::pair<const char*, char> marks[] = {
    {"boss", 'a'}, {"clerk", 'o'}, {"chief", 'v'}, {"inspector", 'u'}, {"portal.team", 'p'}};

// An address of the endpoint where nothing is: who may ask is answered 404 or 400, who may not 401 or 403.
std::string address_of(const api::Endpoint& endpoint) {
  std::string address;
  for (std::size_t i = 0; i < endpoint.path.size(); ++i) {
    if (endpoint.path[i] == '{') {
      address += "999999";
      i = endpoint.path.find('}', i);
    } else {
      address += endpoint.path[i];
    }
  }
  return address;
}

std::string code_of(const Reply& reply) {
  return reply.status < 400
             ? ""
             : std::string(reply.body.at("type").as_string()).substr(std::string("urn:lienthong:problem:").size());
}

}  // namespace

TEST_CASE("every role reaches the routes that are due to it, and is refused at every other") {
  World world;
  const std::map<std::string, std::string> allowed(std::begin(callers), std::end(callers));
  for (const auto& endpoint : world.service().table().endpoints) {
    INFO(endpoint.operation);
    REQUIRE(allowed.contains(endpoint.operation));
    const std::string& who = allowed.at(endpoint.operation);
    const Reply guest = world.ask(endpoint.method, address_of(endpoint));
    CHECK((guest.status == 401) == (who != "*"));
    for (const auto& [user, mark] : marks) {
      INFO(user);
      if (endpoint.operation == "signOut") continue;  // all of them may, and it answers 204
      const Reply reply = world.ask(endpoint.method, address_of(endpoint), {.user = user});
      const bool may = who == "*" || who.find(mark) != std::string::npos;
      INFO(reply.status);
      CHECK((code_of(reply) == "forbidden") == !may);
      CHECK(reply.status != 401);
    }
  }
  CHECK(allowed.size() == world.service().table().endpoints.size());
}

TEST_CASE("a write without its session's CSRF token, or from another site, changes nothing") {
  World world;
  const std::string body = R"({"name":"new","role":"viewer"})";
  CHECK(code_of(world.ask("POST", "/api/v1/users", {.user = "boss", .csrf = false}, body)) == "forged");
  CHECK(code_of(world.ask("POST", "/api/v1/users",
                          {.user = "boss", .headers = {{"X-CSRF-Token", std::string(64, 'a')}}, .csrf = false},
                          body)) == "forged");
  CHECK(code_of(world.ask("POST", "/api/v1/users", {.user = "boss", .headers = {{"Sec-Fetch-Site", "cross-site"}}},
                          body)) == "forged");
  const std::string sign_in = std::string(R"({"user":"boss","password":")") + password + "\"}";
  CHECK(code_of(world.ask("POST", "/api/v1/session", {.headers = {{"Sec-Fetch-Site", "cross-site"}}}, sign_in)) ==
        "forged");
  CHECK_FALSE(world.access().users().find("new"));
  CHECK(world.ask("POST", "/api/v1/users", {.user = "boss", .headers = {{"Sec-Fetch-Site", "same-origin"}}}, body)
            .status == 200);
  CHECK(world.access().users().find("new"));
}

TEST_CASE("signing in sets a cookie that scripts and other sites do not get, anew each time") {
  World world;
  const std::string body = std::string(R"({"user":"chief","password":")") + password + "\"}";
  Reply first =
      world.ask("POST", "/api/v1/session", {.headers = {{"Cookie", "lienthong=" + std::string(64, 'b')}}}, body);
  REQUIRE(first.status == 200);
  const std::string cookie = first.headers["Set-Cookie"];
  CHECK(cookie.starts_with("lienthong="));
  CHECK(cookie.find("; HttpOnly; SameSite=Strict") != std::string::npos);
  CHECK(cookie.find(std::string(64, 'b')) == std::string::npos);
  const std::string own = cookie.substr(0, cookie.find(';'));
  CHECK(world.ask("GET", "/api/v1/session", {.headers = {{"Cookie", own}}}).body.at("user") == "chief");
  CHECK(world.ask("GET", "/api/v1/session", {.headers = {{"Cookie", "lienthong=" + std::string(64, 'b')}}}).status ==
        401);
  // Signing in again with it ends it.
  CHECK(world.ask("POST", "/api/v1/session", {.headers = {{"Cookie", own}}}, body).status == 200);
  CHECK(world.ask("GET", "/api/v1/session", {.headers = {{"Cookie", own}}}).status == 401);

  const std::string wrong = R"({"user":"chief","password":"guess"})";
  for (int i = 0; i < 6; ++i) CHECK(world.ask("POST", "/api/v1/session", {}, wrong).status == 401);
  Reply locked = world.ask("POST", "/api/v1/session", {}, body);
  CHECK(locked.status == 429);
  CHECK(locked.headers["Retry-After"] == "2");
}

TEST_CASE("a token does what its scopes say, needs no CSRF token, and a wrong one is nobody's") {
  World world;
  const std::string token = world.access().sessions().make_token(
      {.user = "clerk", .label = "nightly", .scopes = {Right::look}, .expires = world.clock.now() + 60'000});
  CHECK(world.ask("GET", "/api/v1/systems", {.bearer = token}).status == 200);
  CHECK(code_of(world.ask("GET", "/api/v1/records", {.bearer = token})) == "forbidden");
  CHECK(world.ask("GET", "/api/v1/session", {.bearer = token}).body.at("csrf").is_null());
  CHECK(world.ask("GET", "/api/v1/systems", {.bearer = std::string(64, 'c')}).status == 401);
  // A wrong token is not made good by a cookie beside it.
  CHECK(world.ask("GET", "/api/v1/systems", {.user = "boss", .bearer = "x"}).status == 401);
}

TEST_CASE("who has a one-time password may only choose another") {
  World world;
  const std::string once = world.access().users().add({.name = "fresh", .role = access::Role::administrator}, nullptr);
  Reply in = world.ask("POST", "/api/v1/session", {}, R"({"user":"fresh","password":")" + once + "\"}");
  REQUIRE(in.status == 200);
  CHECK(in.body.at("must_change_password") == true);
  const std::string cookie = in.headers["Set-Cookie"].substr(0, in.headers["Set-Cookie"].find(';'));
  const std::string csrf(in.body.at("csrf").as_string());
  const std::vector<api::HttpHeader> headers = {{"Cookie", cookie}, {"X-CSRF-Token", csrf}};
  CHECK(code_of(world.ask("GET", "/api/v1/systems", {.headers = headers})) == "password_change_required");
  CHECK(world
            .ask("PUT", "/api/v1/session/password", {.headers = headers},
                 R"({"present":")" + once + R"(","chosen":"của riêng tôi"})")
            .status == 204);
  CHECK(world.ask("GET", "/api/v1/systems", {.headers = headers}).status == 200);
}

TEST_CASE("a vendor sees its own systems and nothing of others, not even that they are there") {
  World world;
  const auto names = [&](const std::string& target, const char* member) {
    std::set<std::string> found;
    const Reply reply = world.get(target, "portal.team");
    for (const auto& item : reply.body.at("items").as_array()) found.insert(std::string(item.at(member).as_string()));
    return found;
  };
  CHECK(names("/api/v1/systems", "name") == std::set<std::string>{"portal"});
  CHECK(names("/api/v1/flows", "name") == std::set<std::string>{"portal_people"});
  CHECK(names("/api/v1/runs?limit=2", "flow") == std::set<std::string>{"portal_people"});
  CHECK(names("/api/v1/dead-letters?limit=3", "flow") == std::set<std::string>{"portal_people"});
  CHECK(names("/api/v1/dead-letters/causes", "flow") == std::set<std::string>{"portal_people"});
  CHECK(world.get("/api/v1/report", "portal.team").body.at("flows").as_array().size() == 1);
  const Reply hidden = world.get("/api/v1/systems/hospital", "portal.team");
  const Reply absent = world.get("/api/v1/systems/hospitax", "portal.team");
  CHECK(hidden.status == 404);
  CHECK(absent.status == 404);
  for (const std::string target : {"/api/v1/flows/hospital_people", "/api/v1/runs?flow=hospital_people"})
    CHECK(world.get(target, "portal.team").status == 404);
  const Reply letters = world.get("/api/v1/dead-letters");
  for (const auto& item : letters.body.at("items").as_array())
    if (item.at("flow") == "hospital_people")
      CHECK(world.get("/api/v1/dead-letters/" + std::to_string(item.at("id").as_int64()), "portal.team").status == 404);
}
