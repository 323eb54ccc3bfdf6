// Promises of signed tokens: what is believed, and every forgery that is not.
#include "access/jose.hpp"

#include "base/error.hpp"
#include "token_forge.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::access;
using lt::access::test::Forge;
namespace json = boost::json;

namespace {

const json::object claims{{"sub", "s1"}};

bool believed(const std::string& token, const json::object& keys) {
  const SignedToken read = read_signed_token(token);
  for (const VerifyingKey& key : read_key_set(keys))
    if (fits(key, read)) return true;
  return false;
}

}  // namespace

TEST_CASE("tokens of RS256 and ES256 are believed under their own key alone") {
  const Forge ours;
  const Forge theirs;
  REQUIRE(read_key_set(ours.set()).size() == 2);
  for (const std::string algorithm : {"RS256", "ES256"}) {
    INFO(algorithm);
    const std::string token = ours.sign(algorithm, claims);
    CHECK(believed(token, ours.set()));
    CHECK_FALSE(believed(token, theirs.set()));
    CHECK(read_signed_token(token).claims == claims);
    CHECK(read_signed_token(token).key_id == "k1");
  }
}

TEST_CASE("the example of RFC 7515, appendix A.3, is believed, and not with another content") {
  const json::value set = json::parse(
      R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                   "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
  const std::string head = "eyJhbGciOiJFUzI1NiJ9.";
  const std::string content =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const std::string signature =
      ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  CHECK(believed(head + content + signature, set.as_object()));
  CHECK_FALSE(believed(head + to_base64url(R"({"iss":"eve"})") + signature, set.as_object()));
}

TEST_CASE("no algorithm but the two is taken: not none, not a secret, not the key used as one") {
  const Forge forge;
  for (const std::string algorithm :
       {"none", "None", "HS256", "HS384", "RS384", "PS256", "ES384", "EdDSA", "", "rs256"})
    CHECK_THROWS_AS(read_signed_token(forge.sign(algorithm, claims, {}, json::serialize(forge.rsa_key()))), Error);
  json::object without{{"kid", "k1"}};
  const std::string headless = to_base64url(json::serialize(without)) + "." + to_base64url("{}") + ".AA";
  CHECK_THROWS_AS(read_signed_token(headless), Error);
  CHECK_THROWS_AS(read_signed_token(forge.sign("RS256", claims, {{"crit", json::array{"b64"}}, {"b64", false}})),
                  Error);
}

TEST_CASE("a token of one algorithm does not stand under a key of the other") {
  const Forge forge;
  CHECK_FALSE(believed(forge.sign("RS256", claims), {{"keys", json::array{forge.ec_key()}}}));
  CHECK_FALSE(believed(forge.sign("ES256", claims), {{"keys", json::array{forge.rsa_key()}}}));
}

TEST_CASE("whatever is changed in a token, it is not believed") {
  const Forge forge;
  for (const std::string algorithm : {"RS256", "ES256"}) {
    const std::string token = forge.sign(algorithm, claims);
    int refused = 0;
    for (std::size_t at = 0; at < token.size(); ++at) {
      std::string changed = token;
      changed[at] = changed[at] == 'A' ? 'B' : 'A';
      if (changed == token) continue;
      try {
        refused += believed(changed, forge.set()) ? 0 : 1;
      } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::denied);
        ++refused;
      }
    }
    CHECK(refused == static_cast<int>(token.size()));
    const std::string message = token.substr(0, token.rfind('.') + 1);
    CHECK_THROWS_AS(read_signed_token(message), Error);  // no signature at all
    CHECK_FALSE(believed(message + to_base64url(std::string(64, '\0')), forge.set()));
    CHECK_FALSE(believed(message + to_base64url(std::string(63, 'x')), forge.set()));
  }
}

TEST_CASE("what is no token is refused as such") {
  for (const std::string text :
       {"", ".", "..", "a.b", "a.b.c.d", "e30.e30.e30", "!.e30.AA", "W10.e30.AA", "e30=.e30.AA"})
    CHECK_THROWS_AS(read_signed_token(text), Error);
  CHECK_THROWS_AS(read_signed_token(std::string(100'000, 'a') + ".b.c"), Error);
}

TEST_CASE("of a set only keys that may verify the two algorithms are taken") {
  const Forge forge;
  const auto taken = [](json::object key) { return read_key_set({{"keys", json::array{std::move(key)}}}).size(); };
  const auto with = [](json::object key, const char* name, const char* value) {
    key[name] = value;
    return key;
  };
  CHECK(taken(forge.rsa_key()) == 1);
  CHECK(taken(with(forge.rsa_key(), "alg", "RS256")) == 1);
  CHECK(taken(with(forge.rsa_key(), "alg", "RS512")) == 0);
  CHECK(taken(with(forge.rsa_key(), "use", "enc")) == 0);
  CHECK(taken(with(forge.rsa_key(), "kty", "oct")) == 0);
  CHECK(taken(with(forge.rsa_key(), "n", "AQAB")) == 0);
  CHECK(taken(with(forge.rsa_key(), "e", "")) == 0);
  CHECK(taken(with(forge.ec_key(), "crv", "P-384")) == 0);
  CHECK(taken(with(forge.ec_key(), "y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")) == 0);  // not on the curve
  CHECK(taken(Forge("k1", 1024).rsa_key()) == 0);
  CHECK(read_key_set({{"keys", json::array{1, "x", json::object{}}}}).empty());
  CHECK(read_key_set({}).empty());
}

TEST_CASE("Base64 of addresses is read to the letter") {
  for (const std::string& bytes :
       {std::string("f"), std::string("fo"), std::string("foo"), std::string("\xfb\xff\xfe\0", 4)})
    CHECK(from_base64url(to_base64url(bytes)) == bytes);
  CHECK(to_base64url("\xfb\xff") == "-_8");
  for (const std::string wrong : {"", "a", "-_8=", "+/8", "-_9", "Zm 9", "Zm9\n", "aaaaa"})
    CHECK_FALSE(from_base64url(wrong));
}
