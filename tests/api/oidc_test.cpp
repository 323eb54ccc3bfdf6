// Promises of signing in at an OpenID provider, against the one of npm's oidc-provider.
#include "access/oidc.hpp"

#include "api_world.hpp"
#include "oidc/provider.hpp"
#include "oidc/visitor.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <algorithm>

using namespace lt;
using namespace lt::app::test;

namespace {

constexpr const char* home = "https://hub.test/";
constexpr const char* callback = "https://hub.test/api/v1/session/oidc/callback";

// Answer of the hub to a browser's request: where it goes on, and the cookies that it keeps.
struct Step {
  int status = 0;
  std::string location = {};
  std::map<std::string, std::string> cookies = {};
  std::string set_cookies = {};
  std::string body = {};
};

// A hub whose hub.yaml names the provider, and a provider that knows three people.
class Hub {
 public:
  explicit Hub(const std::string& client = "hub") : provider_(callback) {
    setenv("LIENTHONG_SECRET_HUB_OIDC", oidc::client_secret, 1);
    provider_.know(people);
    const std::string secret = client == "hub" ? "client_secret: hub_oidc, " : "";
    world_.emplace("oidc: {issuer: '" + provider_.issuer() + "', client_id: " + client + ", " + secret +
                   "address: 'https://hub.test', name: {vi: Tài khoản tỉnh, en: Provincial account}, "
                   "scopes: [profile, groups], roles: {hub-admins: administrator, hub-people: viewer}}\n");
    world_->clock.advance(SystemClock().now() - world_->clock.now());
  }

  World& world() { return *world_; }
  oidc::Provider& provider() { return provider_; }

  Step ask(const std::string& target, const std::map<std::string, std::string>& cookies = {}) {
    std::string brought;
    for (const auto& [name, value] : cookies) brought.append(name).append("=").append(value).append("; ");
    api::Request request{.method = "GET",
                         .target = target,
                         .headers = {{"Accept-Language", "en"}},
                         .body = {},
                         .remote_address = "192.0.2.7",
                         .secure = true};
    if (!brought.empty()) request.headers.push_back({"Cookie", brought});
    const api::Response response = world_->service().answer(request, {});
    Step step{.status = response.status, .body = response.body};
    for (const auto& header : response.headers) {
      if (header.name == "Location") step.location = header.value;
      if (header.name != "Set-Cookie") continue;
      const std::size_t equals = header.value.find('=');
      step.cookies[header.value.substr(0, equals)] =
          header.value.substr(equals + 1, header.value.find(';') - equals - 1);
      step.set_cookies += header.value + "\n";
    }
    return step;
  }
  Step begin(const std::string& to = {}) { return ask("/api/v1/session/oidc" + (to.empty() ? "" : "?to=" + to)); }
  Step end(const std::string& address, const Step& begun) {
    return ask(address.substr(std::string(home).size() - 1), begun.cookies);
  }
  // All of it, by somebody who was never there before.
  Step sign_in(const std::string& name) {
    const Step begun = begin();
    REQUIRE(begun.status == 302);
    return end(oidc::Visitor(home, name).sign_in(begun.location), begun);
  }
  std::string act() { return world_->access().audit().lines({.limit = 1}).at(0).act; }
  std::string detail() { return world_->access().audit().lines({.limit = 1}).at(0).detail; }

  static constexpr const char* people = R"({
    "s1": {"preferred_username": "An.Nguyen", "groups": ["all", "hub-people", "hub-admins"]},
    "s2": {"preferred_username": "binh.tran", "groups": ["hub-people"]},
    "s3": {"preferred_username": "chi.le", "groups": ["all"]}})";

 private:
  oidc::Provider provider_;
  std::optional<World> world_;
};

bool is_problem(const Step& step, int status, const std::string& code) {
  INFO(step.status << ' ' << step.body);
  CHECK(step.status == status);
  CHECK(step.body.find("urn:lienthong:problem:" + code) != std::string::npos);
  return step.cookies.empty();
}

// Led to the page of signing in, which says why; nothing of the request goes along.
bool is_refused(const Step& step, const std::string& word) {
  INFO(step.status << ' ' << step.location << ' ' << step.body);
  CHECK(step.status == 302);
  CHECK(step.location == "/?refused=" + word);
  CHECK(step.body.empty());
  return step.cookies.empty();
}

bool is_let_in(const Step& step) {
  INFO(step.status << ' ' << step.location << ' ' << step.body);
  return step.status == 302 && !step.location.starts_with("/?refused") && !step.cookies.at("__Host-lienthong").empty();
}

// The same address with another value of a parameter.
std::string with(std::string address, const std::string& parameter, const std::string& value) {
  const std::size_t begin = address.find(parameter + "=") + parameter.size() + 1;
  return address.replace(begin, address.find('&', begin) - begin, value);
}

}  // namespace

TEST_CASE("whoever the provider names is signed in with the role that its groups have") {
  for (const std::string client : {"hub", "hub-public"}) {  // RS256 with a secret, ES256 without one
    INFO(client);
    Hub hub(client);
    const Step ways = hub.ask("/api/v1/session/ways");
    CHECK(ways.body == R"({"password":true,"oidc":{"name":{"vi":"Tài khoản tỉnh","en":"Provincial account"}}})");
    const Step begun = hub.begin("/%23/flows");
    REQUIRE(begun.status == 302);
    CHECK(begun.location.find("code_challenge_method=S256") != std::string::npos);
    CHECK(begun.set_cookies.starts_with("__Host-lienthong-oidc="));
    CHECK(begun.set_cookies.find("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure") != std::string::npos);
    const Step done = hub.end(oidc::Visitor(home, "s1").sign_in(begun.location), begun);
    INFO(done.body);
    REQUIRE(done.status == 302);
    CHECK(done.location == "/#/flows");
    CHECK(done.set_cookies.find("__Host-lienthong-oidc=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0") !=
          std::string::npos);
    CHECK(done.set_cookies.find("; SameSite=Strict; Secure") != std::string::npos);
    const Step session = hub.ask("/api/v1/session", done.cookies);
    CHECK(session.body.starts_with(R"({"user":"an.nguyen","role":"administrator")"));
    CHECK(session.body.find(R"("signs_in_by":"oidc")") != std::string::npos);
    CHECK(hub.act() == "sign_in");
    CHECK(hub.detail() == "oidc");
    CHECK(hub.world().access().users().find("an.nguyen")->by_oidc);
  }
}

TEST_CASE("the role follows the groups at each sign-in, and who has none or is switched off stays out") {
  Hub hub;
  hub.provider().put_claims_into_id_tokens();
  CHECK(is_let_in(hub.sign_in("s2")));
  CHECK(hub.world().access().users().find("binh.tran")->role == access::Role::viewer);
  // Another name of the same person is the same user; the new role counts at once.
  hub.provider().know(R"({"s2": {"preferred_username": "binh.new", "groups": "hub-admins"}})");
  const Step again = hub.sign_in("s2");
  CHECK(hub.ask("/api/v1/session", again.cookies).body.starts_with(R"({"user":"binh.tran","role":"administrator")"));
  CHECK_FALSE(hub.world().access().users().find("binh.new"));

  hub.provider().know(Hub::people);
  CHECK(is_refused(hub.sign_in("s3"), "no_role"));
  CHECK(hub.detail() == "oidc: no role");
  CHECK_FALSE(hub.world().access().users().find("chi.le"));
  hub.world().access().users().set_disabled("binh.tran", true);
  CHECK(hub.ask("/api/v1/session", again.cookies).status == 401);
  CHECK(is_refused(hub.sign_in("s2"), "disabled"));
  CHECK(hub.detail() == "oidc: disabled");
}

TEST_CASE("nobody takes over a local user or another's name, and who comes by the provider has no password here") {
  Hub hub;
  hub.provider().know(R"({"s7": {"preferred_username": "Boss", "groups": ["hub-people"]},
                          "s8": {"preferred_username": "binh.tran", "groups": ["hub-people"]},
                          "s9": {"preferred_username": "binh.tran", "groups": ["hub-admins"]},
                          "s10": {"preferred_username": "an/../boss", "groups": ["hub-admins"]}})");
  CHECK(is_refused(hub.sign_in("s7"), "name_taken"));
  CHECK(hub.world().access().users().find("boss")->role == access::Role::administrator);
  CHECK(is_let_in(hub.sign_in("s8")));
  CHECK(is_refused(hub.sign_in("s9"), "name_taken"));
  CHECK(hub.world().access().users().find("binh.tran")->role == access::Role::viewer);
  CHECK(is_refused(hub.sign_in("s10"), "name_unfit"));
  CHECK(hub.act() == "sign_in_refused");

  World& world = hub.world();
  const access::SignIn guess = world.access().sign_in({.user = "binh.tran", .password = "", .address = "192.0.2.7"});
  CHECK(guess.entry == access::Entry::refused);
  CHECK(world.ask("POST", "/api/v1/users/binh.tran/password", {.user = "boss"}).status == 422);
  CHECK(world.ask("PUT", "/api/v1/users/binh.tran", {.user = "boss"}, R"({"disabled":true})").body.at("signs_in_by") ==
        "oidc");
}

TEST_CASE("an answer that is not of this browser's own sign-in is refused before the provider is asked") {
  Hub hub;
  const Step begun = hub.begin();
  const std::string back = oidc::Visitor(home, "s2").sign_in(begun.location);
  CHECK(is_refused(hub.end(back, {}), "forged"));
  CHECK(is_refused(hub.end(with(back, "state", "other"), begun), "forged"));
  CHECK(is_refused(hub.end(back, hub.begin()), "forged"));
  Step damaged = begun;
  damaged.cookies.begin()->second.back() ^= 1;
  CHECK(is_refused(hub.end(back, damaged), "forged"));
  CHECK(is_refused(hub.end(with(back, "iss", "https%3A%2F%2Fother.test"), begun), "not_vouched"));
  hub.world().clock.advance(access::OidcPending::longest);
  CHECK(is_refused(hub.end(back, begun), "forged"));
  hub.world().clock.advance(-access::OidcPending::longest);
  CHECK(is_let_in(hub.end(back, begun)));  // none of them spoiled it
}

TEST_CASE("a code counts once, with the verifier and the nonce of its own sign-in") {
  Hub hub;
  const Step begun = hub.begin();
  const std::string back = oidc::Visitor(home, "s2").sign_in(begun.location);
  CHECK(is_let_in(hub.end(back, begun)));
  CHECK(is_refused(hub.end(back, begun), "not_vouched"));
  CHECK(hub.detail().find("does not take the code: invalid_grant") != std::string::npos);

  const Step other = hub.begin();
  const std::string forged = oidc::Visitor(home, "s2").sign_in(with(other.location, "nonce", "another"));
  CHECK(is_refused(hub.end(forged, other), "not_vouched"));
  CHECK(hub.detail().find("(nonce)") != std::string::npos);

  const Step third = hub.begin();
  const std::string challenged =
      oidc::Visitor(home, "s2")
          .sign_in(with(third.location, "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  CHECK(is_refused(hub.end(challenged, third), "not_vouched"));
  const Step denied = hub.ask(
      "/api/v1/session/oidc/callback?error=access_denied&error_uri=x&state=" +
          [&] {
            const std::size_t at = third.location.find("&state=") + 7;
            return third.location.substr(at, third.location.find('&', at) - at);
          }(),
      third.cookies);
  CHECK(is_refused(denied, "not_vouched"));
  CHECK(hub.detail() == "oidc: access_denied");
}

TEST_CASE("no cookie that was planted before signing in at the provider is the session of whoever signs in") {
  Hub hub;
  World& world = hub.world();
  const auto own = [&] {
    return world.access().sign_in({.user = "chief", .password = password, .address = "192.0.2.9"}).token;
  };
  const auto user_of = [&](const std::string& session) {
    const auto who = world.access().sessions().find(session);
    return who ? who->user : std::string();
  };
  const std::string name = "__Host-lienthong";
  // Before it begins: the session that was planted ends.
  const std::string early = own();
  Step begun = hub.ask("/api/v1/session/oidc", {{name, early}});
  const Step done = hub.end(oidc::Visitor(home, "s2").sign_in(begun.location), begun);
  REQUIRE(done.status == 302);
  CHECK(done.cookies.at(name) != early);
  CHECK(user_of(done.cookies.at(name)) == "binh.tran");
  CHECK(user_of(early).empty());
  // While the provider asks: it stays what it was, and the sign-in has one of its own.
  const std::string late = own();
  begun = hub.begin();
  begun.cookies[name] = late;
  const Step other = hub.end(oidc::Visitor(home, "s2").sign_in(begun.location), begun);
  REQUIRE(other.status == 302);
  CHECK(other.cookies.at(name) != late);
  CHECK(other.cookies.at(name) != done.cookies.at(name));
  CHECK(user_of(other.cookies.at(name)) == "binh.tran");
  CHECK(user_of(late) == "chief");
}

TEST_CASE("what waits with the browser is taken from the cookie alone that no other host and no plain page can plant") {
  Hub hub;
  const Step begun = hub.begin();
  const std::string back = oidc::Visitor(home, "s2").sign_in(begun.location);
  REQUIRE(begun.cookies.size() == 1);
  const std::string sealed = begun.cookies.begin()->second;
  for (const std::string planted : {"lienthong-oidc", "__Secure-lienthong-oidc", "__host-lienthong-oidc"}) {
    INFO(planted);
    Step step = begun;
    step.cookies = {{planted, sealed}};
    CHECK(is_refused(hub.end(back, step), "forged"));
  }
  // One of another sign-in, with the state that goes with it, does not redeem this sign-in's code.
  const Step of_another = hub.begin();
  const std::size_t at = of_another.location.find("&state=") + 7;
  const std::string its_state = of_another.location.substr(at, of_another.location.find('&', at) - at);
  CHECK(is_refused(hub.end(with(back, "state", its_state), of_another), "not_vouched"));
}

TEST_CASE("a session that began at the provider ends after eight hours, and the provider is asked again") {
  Hub hub;
  const Step in = hub.sign_in("s2");
  CHECK(hub.ask("/api/v1/session", in.cookies).status == 200);
  for (int i = 0; i < 24; ++i) {
    hub.world().clock.advance(20 * 60'000);
    if (i < 23) CHECK(hub.ask("/api/v1/session", in.cookies).status == 200);
  }
  hub.world().clock.advance(1);
  CHECK(hub.ask("/api/v1/session", in.cookies).status == 401);
}

TEST_CASE("new signing keys of the provider are fetched when a token names one") {
  Hub hub;
  CHECK(is_let_in(hub.sign_in("s2")));
  hub.world().clock.advance(11'000);
  hub.provider().rotate_keys();
  CHECK(is_let_in(hub.sign_in("s2")));
}

TEST_CASE("a provider that is down is said to be so, and passwords go on working") {
  Hub hub;
  const Step begun = hub.begin();
  const std::string back = oidc::Visitor(home, "s2").sign_in(begun.location);
  hub.provider().end();
  CHECK(is_refused(hub.end(back, begun), "unavailable"));
  hub.world().clock.advance(3'600'000);  // what was known of it is old
  const Step down = hub.begin();
  CHECK(is_refused(down, "unavailable"));
  CHECK(hub.ask("/api/v1/session/oidc/end").location == "/");
  CHECK(hub.world().get("/api/v1/session").status == 200);
}

TEST_CASE("only pages of the hub are gone on to, and signing out leads to the provider's own page") {
  Hub hub;
  for (const std::string to : {"https://evil.test", "//evil.test", "/%5Cevil.test", "/a%20b", "evil", "/%0Aevil"})
    CHECK(is_problem(hub.begin(to), 400, "bad_request"));
  const Step begun = hub.begin();
  oidc::Visitor visitor(home, "s2");
  CHECK(is_let_in(hub.end(visitor.sign_in(begun.location), begun)));
  const Step out = hub.ask("/api/v1/session/oidc/end");
  CHECK(out.status == 302);
  CHECK(out.location.starts_with(hub.provider().issuer()));
  const auto page = visitor.look(out.location);
  CHECK(page.status == 200);
  CHECK(page.body.find("op.logoutForm") != std::string::npos);
}

TEST_CASE("without a provider in hub.yaml only passwords are offered") {
  World world;
  CHECK(world.ask("GET", "/api/v1/session/ways").body.at("oidc").is_null());
  for (const std::string path : {"/api/v1/session/oidc", "/api/v1/session/oidc/callback", "/api/v1/session/oidc/end"})
    CHECK(world.ask("GET", path).status == 404);
}

TEST_CASE("routes that send browsers on stand in the document with 302") {
  World world;
  int found = 0;
  for (const auto& endpoint : world.service().table().endpoints) {
    if (!endpoint.sends_on) continue;
    ++found;
    const auto& responses =
        world.service().document().at("paths").at(endpoint.path).at("get").at("responses").as_object();
    CHECK(responses.contains("302"));
    CHECK_FALSE(responses.contains("200"));
  }
  CHECK(found == 3);
}
