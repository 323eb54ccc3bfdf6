// Promises of an id_token's claims: each demand refused by itself.
#include "access/id_token.hpp"

#include "access/jose.hpp"
#include "access/url_text.hpp"
#include "base/hash.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::access;
namespace json = boost::json;

namespace {

constexpr std::int64_t now = 1'790'000'000;  // seconds

json::object good() {
  return {{"iss", "https://id.example.vn"},
          {"sub", "s1"},
          {"aud", "hub"},
          {"nonce", "n-1"},
          {"exp", now + 300},
          {"iat", now},
          {"at_hash", to_base64url(sha256_bytes("access").substr(0, 16))}};
}

std::string fault(const json::object& claims, const std::string& nonce = "n-1") {
  return fault_of_id_token(claims, {.issuer = "https://id.example.vn",
                                    .client_id = "hub",
                                    .nonce = nonce,
                                    .access_token = "access",
                                    .now = now * 1'000});
}

std::string with(const char* name, json::value value) {
  json::object claims = good();
  claims[name] = std::move(value);
  return fault(claims);
}

std::string without(const char* name) {
  json::object claims = good();
  claims.erase(name);
  return fault(claims);
}

}  // namespace

TEST_CASE("an id_token that says all that it must is believed") {
  CHECK(fault(good()) == "");
  CHECK(with("aud", json::array{"hub"}) == "");
  CHECK(with("azp", "hub") == "");
  CHECK(with("exp", 1'790'000'300.5) == "");
  CHECK(without("at_hash") == "");
  json::object several = good();
  several["aud"] = json::array{"other", "hub"};
  several["azp"] = "hub";
  CHECK(fault(several) == "");
}

TEST_CASE("an id_token that is another's, for another, old, early or of another sign-in is refused") {
  struct Case {
    const char* claim;
    json::value value;
    const char* named;
  };
  const Case cases[] = {{"iss", "https://id.example.vn/", "(iss)"},
                        {"iss", json::array{"https://id.example.vn"}, "(iss)"},
                        {"sub", "", "(sub)"},
                        {"sub", 17, "(sub)"},
                        {"sub", json::string(256, 's'), "(sub)"},
                        {"aud", "other", "(aud)"},
                        {"aud", json::array{}, "(aud)"},
                        {"aud", json::array{"other"}, "(aud)"},
                        {"aud", json::array{"hub", "other"}, "(azp)"},
                        {"azp", "other", "(azp)"},
                        {"azp", nullptr, "(azp)"},
                        {"exp", now - 61, "(exp)"},
                        {"exp", "never", "(exp)"},
                        {"exp", -1, "(exp)"},
                        {"exp", 1e300, "(exp)"},
                        {"iat", now + 61, "(iat)"},
                        {"iat", now - 661, "(iat)"},
                        {"iat", nullptr, "(iat)"},
                        {"nbf", now + 61, "(nbf)"},
                        {"nbf", "soon", "(nbf)"},
                        {"nonce", "n-2", "(nonce)"},
                        {"nonce", json::array{"n-1"}, "(nonce)"},
                        {"at_hash", "AAAAAAAAAAAAAAAAAAAAAA", "(at_hash)"}};
  for (const Case& each : cases) {
    INFO(each.claim << ' ' << json::serialize(each.value));
    CHECK(with(each.claim, each.value).find(each.named) != std::string::npos);
  }
  for (const std::string name : {"iss", "sub", "aud", "exp", "iat", "nonce"}) {
    INFO(name);
    CHECK(without(name.c_str()).find("(" + name + ")") != std::string::npos);
  }
  json::object empty_nonce = good();
  empty_nonce["nonce"] = "";
  CHECK(fault(empty_nonce, "").find("(nonce)") != std::string::npos);
}

TEST_CASE("clocks may differ by a minute and no more") {
  CHECK(with("exp", now - 59) == "");
  CHECK(with("exp", now - 60).find("(exp)") != std::string::npos);
  CHECK(with("iat", now + 60) == "");
  CHECK(with("iat", now - 660) == "");
  CHECK(with("nbf", now + 60) == "");
}
