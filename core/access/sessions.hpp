// Who is signed in: by sessions of the console, by tokens of programs. Only hashes of either are kept.
#pragma once

#include "access/database.hpp"
#include "access/roles.hpp"
#include "base/clock.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access {

struct SessionTimes {
  Milliseconds idle = 30 * minute_ms;
  Milliseconds longest = 12 * hour_ms;
  // How long the hub believes without asking anew what the provider of OpenID said of somebody.
  Milliseconds longest_by_oidc = 8 * hour_ms;
  Milliseconds tokens_by_oidc = 90 * day_ms;  // since the user signed in there last
};

struct TokenInfo {
  std::string user;
  std::string label;
  std::set<Right> scopes;
  Milliseconds created = 0;
  Milliseconds expires = 0;  // listed: as it stands now, where its user signs in at the provider
};

// Thread-safe.
class Sessions {
 public:
  Sessions(Database& database, const Clock& clock, SessionTimes times)
      : database_(database), clock_(clock), times_(times) {}

  // A new one, and its token. The session of `former` ends, so that nobody brings his own into another's sign-in.
  std::string begin(const std::string& user, std::string_view address, std::string_view former);
  // Null where it is none, timed out, or its user is disabled. Counts as use, which keeps it from timing out, unless a
  // program only looks whether it still stands.
  std::optional<Identity> find(std::string_view token, bool counts_as_use = true);
  void end(std::string_view token);

  // Throws Error misconfigured: no such user, a right that the user has not, a label that is taken.
  std::string make_token(const TokenInfo& token);
  std::optional<Identity> find_token(std::string_view token);
  std::vector<TokenInfo> tokens();
  bool revoke_token(const std::string& user, const std::string& label);

  const SessionTimes& times() const { return times_; }

 private:
  Database& database_;
  const Clock& clock_;
  SessionTimes times_;
};

// What a page must send along with each write, so that no other site writes in its name; follows from the session's
// token and tells nothing of it.
std::string csrf_token_of(std::string_view session_token);

}  // namespace lt::access
