// The credentials that each request to a REST system carries.
#pragma once

#include <lienthong/sdk/host.hpp>

#include <cstdint>
#include <string>

namespace lt::rest {

// From the settings' `auth`: type none, basic (user, password), bearer (token), api_key (key, name, in),
// client_credentials (token_url, client_id, client_secret, scope, credentials_in) or hmac (secret, signed_text, …);
// `secret_headers` and `lgsp` on top of any. A client's certificate is the system's network's (`tls`), not ours.
// One thread at a time, like the session that owns it.
class Authorization {
 public:
  explicit Authorization(sdk::Settings auth);

  // Sends with credentials. A token that the system refuses (401) is renewed and the request sent once more. Throws
  // Failure where the token's endpoint does not give one.
  sdk::Response send(const sdk::Host& host, const sdk::Request& request);

 private:
  sdk::Request authorized(const sdk::Host& host, sdk::Request request);
  const std::string& token(const sdk::Host& host);
  void sign(const sdk::Host& host, sdk::Request& request) const;
  void add_secret_headers(const sdk::Host& host, sdk::Request& request) const;

  sdk::Settings auth_;
  std::string type_;
  std::string token_;
  std::int64_t token_until_ = 0;  // milliseconds since 1970
};

}  // namespace lt::rest
