// Signing in at a provider of OpenID Connect: authorisation code with PKCE; the hub is the client.
#pragma once

#include "access/jose.hpp"
#include "access/oidc_settings.hpp"
#include "base/clock.hpp"
#include "base/sealing.hpp"
#include "plugin_host/http_transport.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access {

// What must come back, or be there, when the provider sends somebody back. It lies sealed with the browser meanwhile.
struct OidcPending {
  std::string state = {};
  std::string nonce = {};
  std::string verifier = {};  // of PKCE
  std::string to = {};        // the page that is wanted
  std::string former = {};    // token of the session that the browser had
  Milliseconds ends = 0;

  static constexpr Milliseconds longest = 600'000;

  static OidcPending begin(std::string to, std::string former, Milliseconds now);
  std::string sealed(const SealingKeys& keys) const;
  // Nothing where the text is none of the hub's, or has had its time.
  static std::optional<OidcPending> open(std::string_view sealed, const SealingKeys& keys, Milliseconds now);
};

// Whom the provider names.
struct OidcPerson {
  std::string subject;              // never another's, whatever becomes of the name
  std::string name;                 // the value of user_claim, as it came
  std::vector<std::string> values;  // of role_claim
};

// Thread-safe. Every member may ask the provider and throws Error: unavailable where it does not answer, denied where
// it or its token does not speak for anybody, misconfigured where it is not as the settings say.
class OidcProvider {
 public:
  // Both outlive it.
  OidcProvider(OidcSettings settings, plugin_host::HttpTransport& http, const Clock& clock);

  // Where the browser goes to sign in.
  std::string authorization_address(const OidcPending& pending, const std::stop_token& stop);
  // `issuer`: what came back as "iss", empty where nothing did. `secret`: empty where there is none.
  OidcPerson person(const std::string& code, const std::string& issuer, const OidcPending& pending,
                    const std::string& secret, const std::stop_token& stop);
  // Where the browser goes to sign out there too; nothing where the provider offers no such place.
  std::optional<std::string> end_address(const std::stop_token& stop);

  const OidcSettings& settings() const { return settings_; }

 private:
  // What discovery said (OpenID Connect Discovery 1.0), and the keys with it.
  struct Facts {
    std::string authorization;
    std::string token;
    std::string keys;
    std::string userinfo;  // empty: none
    std::string end;       // empty: none
    bool secret_in_body = false;
    bool names_issuer = false;  // in what comes back (RFC 9207)
    Milliseconds asked = 0;
  };
  struct Keys {
    std::vector<VerifyingKey> list;
    Milliseconds asked = 0;
  };

  std::shared_ptr<const Facts> facts(const std::stop_token& stop);
  std::shared_ptr<const Keys> keys(const Facts& facts, Milliseconds not_before, const std::stop_token& stop);
  bool verified(const SignedToken& token, const Facts& facts, const std::stop_token& stop);
  boost::json::object tokens(const std::string& code, const OidcPending& pending, const std::string& secret,
                             const Facts& facts, const std::stop_token& stop);
  boost::json::object claims_of(const boost::json::object& tokens, const OidcPending& pending, const Facts& facts,
                                const std::stop_token& stop);
  boost::json::object told_besides(const std::string& access_token, const Facts& facts, const std::stop_token& stop);
  plugin_host::HttpResponse ask(plugin_host::HttpRequest request, const std::stop_token& stop);
  boost::json::object read(const std::string& address, const std::string& authorization, const std::stop_token& stop);

  OidcSettings settings_;
  plugin_host::HttpTransport& http_;
  const Clock& clock_;
  std::mutex mutex_;
  std::shared_ptr<const Facts> facts_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace lt::access
