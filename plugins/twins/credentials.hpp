// Client credentials as the exchange platforms ask for them (contracts/lgsp.md): a token for a name and a secret.
#pragma once

#include "twins/http_service.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace lt::twins {

std::string base64(std::string_view bytes);

// Safe from many threads. Keeps the newest hundred tokens.
class TokenDesk {
 public:
  // `lgsp_token`: what the header lgspaccesstoken must hold on the token request; empty = not asked for.
  TokenDesk(std::uint64_t seed, std::string id, std::string secret, std::chrono::seconds life,
            std::string lgsp_token = {});

  // POST of the form grant_type=client_credentials with Basic credentials, or with client_id and client_secret in the
  // form.
  Reply issue(const Request& request);
  // "Authorization: Bearer …" with a token that was issued here and still lives.
  bool admits(const Request& request) const;
  std::uint64_t issued() const;

 private:
  std::uint64_t seed_;
  std::string id_, secret_, lgsp_token_;
  std::chrono::seconds life_;
  mutable std::mutex mutex_;
  std::uint64_t issued_ = 0;
  std::map<std::string, std::pair<std::uint64_t, std::chrono::steady_clock::time_point>, std::less<>>
      tokens_;  // token → number, end
};

}  // namespace lt::twins
