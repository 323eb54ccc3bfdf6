// Promises of refusing what hub.yaml says of a sign-in provider: where, what, and the nearest right name.
#include "app/oidc_settings.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using app::OidcSignIn;

namespace {

const std::string good = R"(oidc:
  issuer: https://id.example.vn/realms/tinh/
  client_id: hub
  client_secret: oidc_secret
  address: https://hub.example.vn/
  name: {vi: Tài khoản tỉnh, en: Provincial account}
  scopes: [profile, groups]
  role_claim: /realm_access/roles
  roles: {"hub admins": administrator, staff: operator}
)";

// The violations of a file, each "line: message".
std::string said_of(const std::string& text, std::optional<OidcSignIn>* read = nullptr) {
  Violations violations;
  auto found = OidcSignIn::read(YamlNode::parse(text, "hub.yaml", violations)["oidc"], "/nowhere");
  if (read != nullptr) *read = std::move(found);
  std::string said;
  for (const auto& each : violations.list()) said += std::to_string(each.line) + ": " + each.message + "\n";
  return said;
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = good;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a provider is read as hub.yaml names it, and without one there is none") {
  std::optional<OidcSignIn> read;
  CHECK(said_of(good, &read) == "");
  REQUIRE(read);
  CHECK(read->provider.issuer == "https://id.example.vn/realms/tinh/");  // to the letter
  CHECK(read->provider.callback() == "https://hub.example.vn/api/v1/session/oidc/callback");
  CHECK(read->provider.user_claim == "preferred_username");
  CHECK(read->provider.role_of({"x", "staff"}) == access::Role::operating);
  CHECK(read->provider.role_of({"staff", "hub admins"}) == access::Role::administrator);
  CHECK(read->session == 8 * 3'600'000);
  CHECK(read->tokens == Milliseconds{90} * 86'400'000);
  CHECK(said_of(with("  role_claim", "  session: 30m\n  tokens: 30d\n  role_claim"), &read) == "");
  CHECK(read->session == 30 * 60'000);
  CHECK(read->tokens == Milliseconds{30} * 86'400'000);
  CHECK(said_of("name: x\n", &read) == "");
  CHECK_FALSE(read);
  CHECK(said_of(with("https://id.example.vn/realms/tinh/", "http://127.0.0.1:3000")) == "");
}

TEST_CASE("what is wrong with a provider is refused at its line") {
  struct Wrong {
    const char* from;
    const char* to;
    const char* said;
  };
  const Wrong wrongs[] = {
      {"issuer: https", "issuer: http", "2: 'http://id.example.vn/realms/tinh/' is no address of https"},
      {"tinh/\n", "tinh?x=1\n", "2: "},
      {"issuer", "isuer", "did you mean 'issuer'?"},
      {"client_id: hub", "client_id: [hub]", "3: "},
      {"hub.example.vn/", "hub.example.vn/console", "5: 'https://hub.example.vn/console' is more than a place"},
      {"hub.example.vn/", "a:b@hub.example.vn/", "5: "},
      {"staff: operator", "staff: operater", "9: there is no role 'operater'; did you mean 'operator'?"},
      {"staff: operator", "staff: vendor", "9: a vendor is kept to systems"},
      {"  roles: {\"hub admins\": administrator, staff: operator}\n", "", "roles are missing"},
      {"[profile, groups]", "[profile groups]", "7: a scope is one word"},
      {"  role_claim", "  ca: ca.pem\n  role_claim", "8: the file of certificates /nowhere/ca.pem cannot be read"},
      {"  role_claim", "  session: 13h\n  role_claim", "8: between 1m and 12h"},
      {"  role_claim", "  tokens: 0d\n  role_claim", "8: between 1m and 366d"},
      {"  role_claim", "  session: always\n  role_claim", "8: a duration is expected here"},
      {"{vi: Tài", "{vn: Tài", "6: "}};
  for (const Wrong& wrong : wrongs) {
    INFO(wrong.to);
    const std::string said = said_of(with(wrong.from, wrong.to));
    INFO(said);
    CHECK(said.find(wrong.said) != std::string::npos);
  }
}
