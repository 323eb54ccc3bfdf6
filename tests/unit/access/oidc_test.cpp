// Promises towards a provider that answers as it likes: what is asked of it, how often, and what is not believed.
#include "access/oidc.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "token_forge.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <map>

using namespace lt;
using namespace lt::access;
using lt::access::test::Forge;
using plugin_host::HttpRequest;
using plugin_host::HttpResponse;
namespace json = boost::json;

namespace {

// Answers by the end of the address, and counts.
class Scripted : public plugin_host::HttpTransport {
 public:
  HttpResponse fetch(const HttpRequest& request, std::stop_token) override {
    CHECK(request.timeout <= std::chrono::seconds(10));
    CHECK(request.max_body_bytes <= (1U << 20U));
    CHECK(request.max_redirects == 0);
    last = request;
    for (const auto& [end, answer] : answers) {
      if (!request.url.ends_with(end)) continue;
      ++asked[end];
      return {
          .status = statuses.contains(end) ? statuses[end] : 200, .headers = {}, .body = answer(), .retry_after = {}};
    }
    throw Error(ErrorKind::unavailable, "connection refused");
  }

  std::map<std::string, std::function<std::string()>> answers;
  std::map<std::string, int> statuses;
  std::map<std::string, int> asked;
  HttpRequest last;
};

struct Desk {
  Desk() {
    http.answers["/.well-known/openid-configuration"] = [this] { return json::serialize(document); };
    http.answers["/keys"] = [this] { return json::serialize(keys); };
    http.answers["/token"] = [this] {
      return json::serialize(
          json::object{{"access_token", "at-4711"}, {"id_token", token ? token() : forge.sign("RS256", claims())}});
    };
    http.answers["/userinfo"] = [this] { return json::serialize(userinfo); };
  }
  json::object claims() const {
    const std::int64_t issued = clock.now() / 1'000;
    return {{"iss", settings.issuer}, {"sub", "s1"},         {"aud", "hub"},
            {"nonce", pending.nonce}, {"exp", issued + 300}, {"iat", issued}};
  }
  OidcPerson person(const std::string& issuer = {}, const std::string& secret = {}) {
    return provider.person("code", issuer, pending, secret, {});
  }
  ErrorKind failure(const std::string& issuer = {}) {
    try {
      person(issuer);
    } catch (const Error& error) {
      INFO(error.what());
      CHECK(std::string(error.what()).find("at-4711") == std::string::npos);
      return error.kind();
    }
    FAIL("was believed");
    return ErrorKind::failed;
  }

  FixedClock clock{1'790'000'000'000};
  Forge forge;
  OidcSettings settings{.issuer = "https://id.example.vn/realm",
                        .client_id = "hub",
                        .address = "https://hub.example.vn",
                        .roles = {{"admins", Role::administrator}, {"all", Role::viewer}}};
  json::object document{{"issuer", settings.issuer},
                        {"authorization_endpoint", "https://id.example.vn/authorize?tenant=1"},
                        {"token_endpoint", "https://id.example.vn/token"},
                        {"jwks_uri", "https://id.example.vn/keys"},
                        {"userinfo_endpoint", "https://id.example.vn/userinfo"}};
  json::object keys = forge.set();
  json::object userinfo{{"sub", "s1"}, {"preferred_username", "an"}, {"groups", json::array{"all", 7, "admins"}}};
  std::function<std::string()> token;
  OidcPending pending = OidcPending::begin("/", "", clock.now());
  Scripted http;
  OidcProvider provider{settings, http, clock};
};

}  // namespace

TEST_CASE("what the id_token does not say of a person is asked for besides, and must be of the same person") {
  Desk desk;
  const OidcPerson person = desk.person();
  CHECK(person.subject == "s1");
  CHECK(person.name == "an");
  CHECK(person.values == std::vector<std::string>{"all", "admins"});
  CHECK(desk.settings.role_of(person.values) == Role::administrator);  // the file's order, not the claim's
  CHECK_FALSE(desk.settings.role_of({"others"}));
  desk.userinfo["sub"] = "s2";
  CHECK(desk.failure() == ErrorKind::denied);

  desk.token = [&] {
    json::object all = desk.claims();
    all["preferred_username"] = "binh";
    all["groups"] = "all";
    return desk.forge.sign("ES256", all);
  };
  CHECK(desk.person().name == "binh");
  CHECK(desk.http.asked["/userinfo"] == 2);
}

TEST_CASE("a claim may be named by a pointer") {
  Desk desk;
  OidcSettings settings = desk.settings;
  settings.role_claim = "/realm_access/roles";
  OidcProvider provider(settings, desk.http, desk.clock);
  desk.userinfo["realm_access"] = json::object{{"roles", json::array{"r1", "r2"}}};
  CHECK(provider.person("code", "", desk.pending, "", {}).values == std::vector<std::string>{"r1", "r2"});
}

TEST_CASE("a token that is forged, another's, or of another sign-in is not believed") {
  Desk desk;
  const Forge eve;
  const auto changed = [&](const char* name, const json::value& value) {
    json::object claims = desk.claims();
    claims[name] = value;
    return desk.forge.sign("RS256", claims);
  };
  const std::function<std::string()> forgeries[] = {
      [&] { return eve.sign("RS256", desk.claims()); },
      [&] { return eve.sign("ES256", desk.claims()); },
      [&] { return desk.forge.sign("none", desk.claims()); },
      [&] { return desk.forge.sign("HS256", desk.claims(), {}, json::serialize(desk.forge.rsa_key())); },
      [&] { return desk.forge.sign("RS256", desk.claims(), {{"kid", "k9"}}); },
      [&] { return changed("iss", "https://eve.example.vn"); },
      [&] { return changed("aud", "other"); },
      [&] { return changed("nonce", "n"); },
      [&] { return changed("exp", 1); },
      [] { return std::string("no token"); },
      [] { return std::string(); }};
  for (const auto& forgery : forgeries) {
    desk.token = forgery;
    CHECK(desk.failure() == ErrorKind::denied);
  }
  desk.token = nullptr;
  CHECK(desk.person().name == "an");
  CHECK(desk.failure("https://eve.example.vn") == ErrorKind::denied);  // RFC 9207
  CHECK(desk.person(desk.settings.issuer).name == "an");
}

TEST_CASE("unknown keys are fetched again, but not for every token that names one") {
  Desk desk;
  desk.person();
  CHECK(desk.http.asked["/keys"] == 1);
  const Forge next("k2");
  desk.token = [&] { return next.sign("RS256", desk.claims()); };
  CHECK(desk.failure() == ErrorKind::denied);
  CHECK(desk.http.asked["/keys"] == 1);  // asked just now
  desk.clock.advance(10'001);
  for (int i = 0; i < 5; ++i) CHECK(desk.failure() == ErrorKind::denied);
  CHECK(desk.http.asked["/keys"] == 2);
  desk.clock.advance(10'001);
  desk.keys = next.set();
  CHECK(desk.person().name == "an");
  CHECK(desk.http.asked["/keys"] == 3);
  CHECK(desk.http.asked["/.well-known/openid-configuration"] == 1);
  // A key that the provider took back is believed for an hour at most.
  desk.clock.advance(3'600'001);
  desk.keys = desk.forge.set();
  CHECK(desk.failure() == ErrorKind::denied);
}

TEST_CASE("a token that names no key is believed only where there is no choice") {
  Desk desk;
  desk.token = [&] { return desk.forge.sign("RS256", desk.claims(), {{"kid", ""}}); };
  CHECK(desk.person().name == "an");
  desk.clock.advance(3'600'001);
  desk.keys["keys"].as_array().push_back(Forge("k2").rsa_key());
  desk.pending = OidcPending::begin("/", "", desk.clock.now());
  CHECK(desk.failure() == ErrorKind::denied);
}

TEST_CASE("a provider that calls itself otherwise, or leads out of TLS, is not used") {
  for (const auto& [name, value] : {std::pair{"issuer", "https://id.example.vn/realm/"},
                                    {"authorization_endpoint", "http://id.example.vn/authorize"},
                                    {"token_endpoint", "http://192.0.2.7/token"},
                                    {"token_endpoint", ""},
                                    {"jwks_uri", "file:///etc/passwd"},
                                    {"userinfo_endpoint", "https://a:b@id.example.vn/"},
                                    {"end_session_endpoint", "javascript:alert(1)"}}) {
    INFO(name);
    Desk desk;
    desk.document[name] = value;
    CHECK(desk.failure() == ErrorKind::misconfigured);
    CHECK(desk.http.asked["/token"] == 0);
  }
}

TEST_CASE("what the provider cannot do now is told from what it refuses") {
  Desk desk;
  desk.http.statuses["/token"] = 400;
  desk.http.answers["/token"] = [] { return R"({"error":"invalid_grant","error_description":"used"})"; };
  CHECK(desk.failure() == ErrorKind::denied);
  desk.http.answers["/token"] = [] { return R"({"error":"invalid_client"})"; };
  CHECK(desk.failure() == ErrorKind::misconfigured);
  desk.http.statuses["/token"] = 503;
  CHECK(desk.failure() == ErrorKind::unavailable);
  desk.http.answers.erase("/token");
  CHECK(desk.failure() == ErrorKind::unavailable);
  Desk other;
  other.http.statuses["/.well-known/openid-configuration"] = 404;
  CHECK(other.failure() == ErrorKind::misconfigured);
  Desk broken;
  broken.http.answers["/keys"] = [] { return "<html>"; };
  CHECK(broken.failure() == ErrorKind::misconfigured);
}

TEST_CASE("the code is redeemed with the verifier, and the secret goes as the provider takes it") {
  Desk desk;
  const std::string address = desk.provider.authorization_address(desk.pending, {});
  CHECK(
      address.starts_with("https://id.example.vn/authorize?tenant=1&response_type=code&client_id=hub&"
                          "redirect_uri=https%3A%2F%2Fhub.example.vn%2Fapi%2Fv1%2Fsession%2Foidc%2Fcallback&"
                          "scope=openid%20profile&state=" +
                          desk.pending.state + "&nonce=" + desk.pending.nonce + "&code_challenge="));
  CHECK(address.ends_with("&code_challenge=" + to_base64url(sha256_bytes(desk.pending.verifier)) +
                          "&code_challenge_method=S256"));
  CHECK(address.find(desk.pending.verifier) == std::string::npos);

  desk.http.answers.erase("/userinfo");
  desk.http.answers["/token"] = [] { return "{}"; };
  CHECK_THROWS_AS(desk.person("", "50% of it"), Error);
  CHECK(desk.http.last.body.find("client_secret") == std::string::npos);
  CHECK(desk.http.last.body.ends_with("&code_verifier=" + desk.pending.verifier));
  CHECK(desk.http.last.headers.at(1).value == "Basic " + to_base64("hub:50%25%20of%20it"));
  Desk by_body;
  by_body.document["token_endpoint_auth_methods_supported"] = json::array{"client_secret_post"};
  by_body.http.answers["/token"] = [] { return "{}"; };
  CHECK_THROWS_AS(by_body.person("", "50%"), Error);
  CHECK(by_body.http.last.body.ends_with("&client_id=hub&client_secret=50%25"));
}

TEST_CASE("what waits with the browser is opened by its hub alone, for ten minutes") {
  const SealingKeys ours = SealingKeys::parse(to_base64(random_bytes(32)), "test");
  const SealingKeys theirs = SealingKeys::parse(to_base64(random_bytes(32)), "test");
  const OidcPending pending = OidcPending::begin("/#/flows", "former", 1'000);
  const std::string sealed = pending.sealed(ours);
  CHECK(sealed.find_first_of("; ,\"\\") == std::string::npos);
  const auto opened = OidcPending::open(sealed, ours, 1'000);
  REQUIRE(opened);
  CHECK(opened->state == pending.state);
  CHECK(opened->verifier == pending.verifier);
  CHECK(opened->to == "/#/flows");
  CHECK(opened->former == "former");
  CHECK_FALSE(OidcPending::open(sealed, theirs, 1'000));
  CHECK_FALSE(OidcPending::open(sealed, ours, 1'000 + OidcPending::longest));
  CHECK_FALSE(OidcPending::open(ours.seal("[]", "oidc sign-in"), ours, 1'000));
  CHECK_FALSE(OidcPending::open(ours.seal(ours.open(sealed, "oidc sign-in"), "totp an"), ours, 1'000));
  CHECK(OidcPending::begin("/", "", 0).state != OidcPending::begin("/", "", 0).state);
  CHECK(pending.verifier.size() == 43);  // RFC 7636: at least 43
}
