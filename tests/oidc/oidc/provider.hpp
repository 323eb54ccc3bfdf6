// The OpenID provider of npm's oidc-provider as a child process, with its knobs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lt::oidc {

// Clients: "hub" with the secret below and RS256, "hub-public" with none and ES256.
inline constexpr const char* client_secret = "a secret: 100% +/&";

// Started by the constructor, listening when it returns; ended by the destructor.
class Provider {
 public:
  // `callback`: where it may send browsers back. Throws std::runtime_error where it cannot be started.
  explicit Provider(const std::string& callback);
  ~Provider() { end(); }
  Provider(const Provider&) = delete;

  const std::string& issuer() const { return issuer_; }
  // {"sub": {"preferred_username": "an", "groups": ["x"]}}: instead of those that there were.
  void know(std::string_view people) const { turn("/people", people); }
  void rotate_keys() const { turn("/rotate", {}); }
  void put_claims_into_id_tokens() const { turn("/id-token-claims", {}); }
  void end();

 private:
  void turn(std::string_view knob, std::string_view body) const;

  std::filesystem::path folder_;
  pid_t pid_ = 0;
  std::string issuer_;
  std::uint16_t control_ = 0;
};

}  // namespace lt::oidc
