// The portal over the wire.
#include "twins/portal_twin.hpp"

#include "twins/twins.hpp"
#include "wire.hpp"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace lt::twins;

namespace {

std::string token(std::uint16_t port) {
  const auto answer =
      wire::send(port, "POST", "/token", {{"Authorization", "Basic " + base64("lienthong:twin-secret")}},
                 "grant_type=client_credentials");
  REQUIRE(answer.status == 200);
  const auto at = answer.body.find("access_token\":\"") + 15;
  return answer.body.substr(at, answer.body.find('"', at) - at);
}

wire::Answer records(std::uint16_t port, const std::string& query) {
  return wire::get(port, "/api/vaccination/records?" + query, {{"Authorization", "Bearer " + token(port)}});
}

std::string encoded(const std::string& text) {
  std::string made;
  char part[4];
  for (const char c : text) {
    std::snprintf(part, sizeof part, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    made += part;
  }
  return made;
}

}  // namespace

TEST_CASE("bulk records need a token, and a token needs the secret") {
  const Twins twins({.records = 500});
  const auto port = twins.port("portal");
  CHECK(wire::get(port, "/api/vaccination/records").status == 401);
  CHECK(wire::get(port, "/api/vaccination/records", {{"Authorization", "Bearer guessed"}}).status == 401);
  const auto wrong = wire::send(port, "POST", "/token", {{"Authorization", "Basic " + base64("lienthong:wrong")}},
                                "grant_type=client_credentials");
  CHECK(wrong.status == 401);
  CHECK(wrong.body.find("invalid_client") != std::string::npos);
  const auto grant = wire::send(port, "POST", "/token", {{"Authorization", "Basic " + base64("lienthong:twin-secret")}},
                                "grant_type=password");
  CHECK(grant.status == 400);
  CHECK(records(port, "size=10").status == 200);
}

TEST_CASE("a token dies with its life, and a platform may ask for its own header too") {
  TokenDesk desk(38, "id", "secret", std::chrono::seconds(0), "lgsp");
  Request request;
  request.method = "POST";
  request.headers["authorization"] = "Basic " + base64("id:secret");
  request.body = "grant_type=client_credentials";
  CHECK(desk.issue(request).status == 401);
  request.headers["lgspaccesstoken"] = "lgsp";
  const auto granted = desk.issue(request);
  CHECK(granted.status == 200);
  const auto at = granted.body->find("access_token\":\"") + 15;
  request.headers["authorization"] = "Bearer " + granted.body->substr(at, 32);
  CHECK_FALSE(desk.admits(request));
}

TEST_CASE("pages hold what they say and end where the total ends") {
  const Twins twins({.records = 250});
  const auto port = twins.port("portal");
  std::size_t sum = 0;
  for (int page = 0; page < 4; ++page) {
    const auto answer = records(port, "size=100&page=" + std::to_string(page));
    CHECK(answer.status == 200);
    CHECK(answer.body.find("\"total\":250,\"totalPages\":3") != std::string::npos);
    sum += wire::count(answer.body, "\"fullname\":");
  }
  CHECK(sum == 250);
  CHECK(records(port, "size=0").status == 400);
  CHECK(records(port, "size=99999").status == 400);
  CHECK(records(port, "page=-1").status == 400);
  CHECK(records(port, "page=9223372036854775807").status == 400);
}

TEST_CASE("two portals of one seed give the same bytes, and an advance is seen from the last time on") {
  Twins one({.records = 1'000}), two({.records = 1'000});
  CHECK(records(one.port("portal"), "size=1000").body == records(two.port("portal"), "size=1000").body);
  CHECK(one.truth() == two.truth());
  const std::string since = "updatedFrom=1672532200001";  // the time of the last record and a millisecond
  CHECK(records(one.port("portal"), since).body.find("\"total\":0") != std::string::npos);
  CHECK(one.advance() == 1);
  CHECK(wire::send(two.port("portal"), "POST", "/twin/advance").status == 200);
  const auto changed = records(one.port("portal"), since).body;
  CHECK(changed.find("\"total\":10,") != std::string::npos);
  CHECK(changed == records(two.port("portal"), since).body);
}

TEST_CASE("a person's doses are given for the code that was sent, once") {
  const Twins twins({.seed = 38, .records = 500});
  const auto port = twins.port("portal");
  const World world(38);
  const auto person = world.person(0);
  const auto query = "?fullname=" + encoded(person.name) + "&birthday=" + std::to_string(person.birth * 86'400'000) +
                     "&genderId=1&personalPhoneNumber=0" + person.subscriber +
                     "&identification=" + person.identification();
  CHECK(wire::get(port, "/api/vaccination/public/otp-search" + query + "9").status == 400);
  CHECK(wire::get(port, "/api/vaccination/public/otp-search" + query).status == 200);
  const auto state = twins.state("portal");
  const auto otp = state.substr(state.find("lastOtp\":\"") + 10, 6);
  const auto path = "/api/vaccination/public/patient-vaccinated" + query + "&otp=";
  CHECK(wire::get(port, path + "x").body.find("OTP_INVALID") != std::string::npos);
  const auto answer = wire::get(port, path + otp).body;
  CHECK(wire::count(answer, "\"injectionDate\":") == world.doses_of(0));
  CHECK(answer.find(person.name) != std::string::npos);
  CHECK(wire::get(port, path + otp).body.find("OTP_INVALID") != std::string::npos);
}

TEST_CASE("statistics, provinces and places are public") {
  const Twins twins({.records = 500});
  const auto port = twins.port("portal");
  const std::string statistics = "/api/public/dashboard/vaccination-statistics/";
  CHECK(wire::count(wire::get(port, statistics + "all").body, "\"provinceCode\":") == 63);
  CHECK(wire::get(port, statistics + "get-detail-latest").body.find("\"totalOneInjected\":") != std::string::npos);
  CHECK(wire::get(port, statistics + "summary").body.find("\"totalVaccineAllocated\":") != std::string::npos);
  CHECK(wire::count(wire::get(port, "/api/province/public/all").body, "\"provinceName\":") == 63);
  const auto places =
      wire::get(port, "/api/public/dashboard/vaccination-location/search?provinceCode=38&wardCode=14755").body;
  CHECK(wire::count(places, "\"address\":") == 2);
  CHECK(wire::get(port, "/api/nothing").status == 404);
}

TEST_CASE("a province corrects a person once, the corrected person stands in the doses until an advance changes them") {
  Twins twins({.records = 500});
  const auto port = twins.port("portal");
  const auto bearer = "Bearer " + token(port);
  const auto page = records(port, "size=500").body;
  const auto at = page.find("\"identification\":\"") + 18;
  const auto number = page.substr(at, page.find('"', at) - at);
  const auto correct = [&](const std::string& key, const std::string& known) {
    return wire::send(port, "POST", "/api/vaccination/corrections", {{"Authorization", bearer}},
                      R"({"records":[{"id":"person:1","idempotencyKey":")" + key +
                          R"(","operation":"upsert","data":{)" +
                          R"("fullname":"Trần Văn Mới","birthday":0,"known":{"identification":")" + known + "\"}}}]}")
        .body;
  };
  CHECK(correct("k1", "000000000000").find("PERSON_UNKNOWN") != std::string::npos);
  CHECK(correct("k2", number).find("\"status\":\"ok\"") != std::string::npos);
  CHECK(correct("k2", number).find("\"status\":\"duplicate\"") != std::string::npos);
  const auto corrected = records(port, "size=500").body;
  CHECK(wire::count(corrected, "Trần Văn Mới") > 0);
  CHECK(wire::count(corrected, "Trần Văn Mới") <= wire::count(corrected, number));
  twins.command("portal", "POST", "/twin/reset");
  CHECK(records(port, "size=500").body == page);
}

TEST_CASE("invitations appear day by day, and what is told of one stands in it from then on") {
  Twins twins({.records = 500});
  const auto port = twins.port("portal");
  const auto bearer = "Bearer " + token(port);
  const auto invitations = [&](const std::string& query) {
    return wire::get(port, "/api/vaccination/invitations?" + query, {{"Authorization", bearer}}).body;
  };
  CHECK(wire::get(port, "/api/vaccination/invitations").status == 401);
  CHECK(invitations("size=10").find("\"total\":60,\"totalPages\":6,") != std::string::npos);
  twins.advance();
  CHECK(invitations("size=10").find("\"total\":80,") != std::string::npos);
  const auto tell = [&](const std::string& invitation) {
    return wire::send(port, "POST", "/api/vaccination/outcomes", {{"Authorization", bearer}},
                      R"({"records":[{"id":"invitation:1","idempotencyKey":")" + invitation +
                          R"(","operation":"upsert","data":{"invitationId":")" + invitation +
                          R"(","status":"RECEIVED"}}]})")
        .body;
  };
  CHECK(tell("GM38-99999").find("INVITATION_UNKNOWN") != std::string::npos);
  CHECK(tell("GM38-00007").find("\"status\":\"ok\"") != std::string::npos);
  const auto all = invitations("size=100");
  CHECK(wire::count(all, "\"status\":\"RECEIVED\"") == 1);
  // It is the last that changed.
  const auto from = all.substr(all.rfind("\"updatedAt\":") + 12, 13);
  const auto since = invitations("size=100&updatedFrom=" + from);
  CHECK(since.find("\"total\":1,") != std::string::npos);
  CHECK(wire::count(since, "GM38-00007") == 1);
}
