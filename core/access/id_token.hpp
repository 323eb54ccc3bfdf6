// What an id_token must say before it is believed (OpenID Connect Core 1.0, section 3.1.3.7).
#pragma once

#include "base/clock.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace lt::access {

struct IdTokenExpected {
  std::string issuer = {};
  std::string client_id = {};
  std::string nonce = {};
  std::string access_token = {};  // that came with it
  Milliseconds now = 0;
};

// The provider's clock and the hub's may differ by so much.
inline constexpr Milliseconds clock_skew = minute_ms;
// Older ones are not of this sign-in, whatever their exp.
inline constexpr Milliseconds oldest_id_token = 600'000;

// The first thing that is wrong with the claims, their signature having been checked; empty: nothing.
std::string fault_of_id_token(const boost::json::object& claims, const IdTokenExpected& expected);

}  // namespace lt::access
