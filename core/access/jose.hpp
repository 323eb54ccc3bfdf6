// Signed web tokens (RFC 7515, 7517, 7518) as far as signing in needs them: RS256 and ES256, and nothing else.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace lt::access {

enum class TokenAlgorithm : std::uint8_t { rs256, es256 };

// A token taken apart; nothing of it is to be believed before a key fits it.
struct SignedToken {
  TokenAlgorithm algorithm = TokenAlgorithm::rs256;
  std::string key_id;  // empty: the token names none
  boost::json::object claims;
  std::string message;  // what is signed
  std::string signature;
};

// Throws Error denied where the text is no such token, or is signed otherwise ("none", HS256 …).
SignedToken read_signed_token(std::string_view text);

// A public key of RSA (2048 bits or more) or P-256.
struct VerifyingKey {
  std::string id;  // empty: it has none
  TokenAlgorithm algorithm = TokenAlgorithm::rs256;
  std::shared_ptr<evp_pkey_st> key;
};

// Of a set's members those that may verify signatures of the two algorithms; others are passed over.
std::vector<VerifyingKey> read_key_set(const boost::json::object& set);
bool fits(const VerifyingKey& key, const SignedToken& token);

// Empty where the object has no such text.
std::string text_member(const boost::json::object& object, std::string_view name);

}  // namespace lt::access
