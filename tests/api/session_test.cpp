// Promises of sessions to whoever signs in: nobody else knows the session, before or after.
#include "api_world.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt;
using namespace lt::app::test;

namespace {

std::string credentials(const std::string& user, const std::string& its_password = password) {
  return R"({"user":")" + user + R"(","password":")" + its_password + "\"}";
}

// What a browser keeps of an answer; empty where it sets no session.
std::string cookie_set(Reply& reply) {
  const std::string line = reply.headers["Set-Cookie"];
  const std::string pair = line.substr(0, line.find(';'));
  return pair.substr(pair.find('=') + 1);
}

Reply sign_in(World& world, const std::string& user, const std::string& planted = {}) {
  With with;
  if (!planted.empty()) with.headers.push_back({"Cookie", "lienthong=" + planted});
  return world.ask("POST", "/api/v1/session", with, credentials(user));
}

int status_of(World& world, const std::string& session, const std::string& name = "lienthong", bool secure = false) {
  return world.ask("GET", "/api/v1/session", {.headers = {{"Cookie", name + "=" + session}}, .secure = secure}).status;
}

std::vector<api::HttpHeader> with_session(const std::string& session) {
  return {{"Cookie", "lienthong=" + session}, {"X-CSRF-Token", access::csrf_token_of(session)}};
}

}  // namespace

TEST_CASE("a cookie that was planted before signing in never becomes the session of whoever signs in") {
  World world;
  Reply own_of_another = sign_in(world, "chief");
  for (const std::string& planted : {cookie_set(own_of_another), std::string(64, 'b'), std::string("short"),
                                     std::string("../../x"), std::string(5'000, 'a')}) {
    INFO(planted.substr(0, 64));
    Reply reply = sign_in(world, "boss", planted);
    REQUIRE(reply.status == 200);
    const std::string session = cookie_set(reply);
    CHECK(session.size() == 64);
    CHECK(session != planted);
    CHECK(status_of(world, session) == 200);
    CHECK(status_of(world, planted) == 401);  // whoever planted it has nothing of the sign-in, and his own has ended
  }
}

TEST_CASE("a session is never named by an address or a body, and a failed sign-in sets none") {
  World world;
  Reply entered = sign_in(world, "boss");
  const std::string session = cookie_set(entered);
  CHECK(world.ask("GET", "/api/v1/session?lienthong=" + session).status == 401);
  CHECK(world.ask("GET", "/api/v1/session;lienthong=" + session).status == 404);
  CHECK(world.ask("POST", "/api/v1/session", {}, R"({"user":"boss","password":"x","lienthong":")" + session + "\"}")
            .status == 400);
  Reply refused = world.ask("POST", "/api/v1/session", {.headers = {{"Cookie", "lienthong=" + std::string(64, 'b')}}},
                            credentials("boss", "wrong"));
  CHECK(refused.status == 401);
  CHECK_FALSE(refused.headers.contains("Set-Cookie"));
}

TEST_CASE("each sign-in begins a session of its own, with a CSRF token of its own") {
  World world;
  std::set<std::string> sessions;
  std::set<std::string> tokens;
  for (int i = 0; i < 5; ++i) {
    Reply reply = sign_in(world, "boss");
    sessions.insert(cookie_set(reply));
    tokens.emplace(reply.body.at("csrf").as_string());
  }
  CHECK(sessions.size() == 5);
  CHECK(tokens.size() == 5);
  // The token of one session writes nothing in another.
  CHECK(world
            .ask("DELETE", "/api/v1/session",
                 {.headers = {{"Cookie", "lienthong=" + *sessions.begin()},
                              {"X-CSRF-Token", access::csrf_token_of(*sessions.rbegin())}}})
            .status == 403);
}

TEST_CASE("another password ends every other session of its user, and one that an administrator gives ends all") {
  World world;
  Reply one = sign_in(world, "clerk");
  Reply other = sign_in(world, "clerk");
  Reply of_another_user = sign_in(world, "chief");
  const std::string own = cookie_set(one);
  REQUIRE(world
              .ask("PUT", "/api/v1/session/password", {.headers = with_session(own)},
                   std::string(R"({"present":")") + password + R"(","chosen":"một mật khẩu khác"})")
              .status == 204);
  CHECK(status_of(world, own) == 200);
  CHECK(status_of(world, cookie_set(other)) == 401);
  CHECK(status_of(world, cookie_set(of_another_user)) == 200);
  REQUIRE(world.ask("POST", "/api/v1/users/clerk/password", {.user = "boss"}).status == 200);
  CHECK(status_of(world, own) == 401);
}

TEST_CASE("who signs out takes the cookie away, and the session is nobody's from then on") {
  World world;
  Reply entered = sign_in(world, "boss");
  const std::string session = cookie_set(entered);
  Reply out = world.ask("DELETE", "/api/v1/session", {.headers = with_session(session)});
  CHECK(out.status == 204);
  CHECK(out.headers["Set-Cookie"].find("Max-Age=0") != std::string::npos);
  CHECK(status_of(world, session) == 401);
  CHECK(world.ask("POST", "/api/v1/users", {.headers = with_session(session)}, R"({"name":"x","role":"viewer"})")
            .status == 401);
}

TEST_CASE("over TLS only the cookie counts that no other host and no plain page can plant") {
  World world;
  Reply entered = world.ask("POST", "/api/v1/session", {.address = "192.0.2.7", .secure = true}, credentials("boss"));
  REQUIRE(entered.status == 200);
  CHECK(entered.headers["Set-Cookie"].starts_with("__Host-lienthong="));
  CHECK(entered.headers["Set-Cookie"].find("; Secure") != std::string::npos);
  const std::string session = cookie_set(entered);
  CHECK(status_of(world, session, "__Host-lienthong", true) == 200);
  CHECK(status_of(world, session, "lienthong", true) == 401);
  CHECK(status_of(world, session, "__host-lienthong", true) == 401);
}
