// One line a demand.
#include "access/id_token.hpp"

#include "access/digest.hpp"
#include "access/jose.hpp"
#include "access/url_text.hpp"
#include "base/hash.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace lt::access {
namespace {

namespace json = boost::json;
using Claims = json::object;

bool is_text(const Claims& claims, std::string_view name, std::string_view wanted) {
  const json::value* found = claims.if_contains(name);
  return found != nullptr && found->is_string() && std::string_view(found->as_string()) == wanted;
}

// Seconds since 1970, with a fraction where the provider likes; nothing where it is no number of this age.
std::optional<Milliseconds> moment(const Claims& claims, std::string_view name) {
  const json::value* found = claims.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const auto seconds = found->to_number<double>();
  if (!(seconds > 0 && seconds < 1e11)) return std::nullopt;
  return static_cast<Milliseconds>(seconds * 1'000);
}

bool names_subject(const Claims& claims, const IdTokenExpected&) {
  const json::value* found = claims.if_contains("sub");
  return found != nullptr && found->is_string() && !found->as_string().empty() && found->as_string().size() <= 255;
}

bool is_for_us(const Claims& claims, const IdTokenExpected& expected) {
  const json::value* found = claims.if_contains("aud");
  if (found == nullptr || !found->is_array()) return is_text(claims, "aud", expected.client_id);
  return std::ranges::any_of(found->as_array(), [&](const json::value& each) {
    return each.is_string() && std::string_view(each.as_string()) == expected.client_id;
  });
}

// Of several audiences the one that asked must be named, and whoever is named must be the hub.
bool was_asked_for_by_us(const Claims& claims, const IdTokenExpected& expected) {
  const json::value* audience = claims.if_contains("aud");
  const bool several = audience != nullptr && audience->is_array() && audience->as_array().size() > 1;
  return claims.contains("azp") ? is_text(claims, "azp", expected.client_id) : !several;
}

bool is_fresh(const Claims& claims, const IdTokenExpected& expected) {
  const auto issued = moment(claims, "iat");
  return issued && *issued <= expected.now + clock_skew && *issued >= expected.now - oldest_id_token - clock_skew;
}

bool is_not_expired(const Claims& claims, const IdTokenExpected& expected) {
  const auto end = moment(claims, "exp");
  return end && *end > expected.now - clock_skew;
}

bool has_begun(const Claims& claims, const IdTokenExpected& expected) {
  if (!claims.contains("nbf")) return true;
  const auto begin = moment(claims, "nbf");
  return begin && *begin <= expected.now + clock_skew;
}

bool is_of_this_sign_in(const Claims& claims, const IdTokenExpected& expected) {
  const json::value* found = claims.if_contains("nonce");
  return !expected.nonce.empty() && found != nullptr && found->is_string() &&
         equal_in_constant_time(std::string_view(found->as_string()), expected.nonce);
}

// Section 3.1.3.6; a provider may leave it out.
bool came_with_its_access_token(const Claims& claims, const IdTokenExpected& expected) {
  if (!claims.contains("at_hash")) return true;
  return is_text(claims, "at_hash", to_base64url(sha256_bytes(expected.access_token).substr(0, 16)));
}

struct Demand {
  bool (*met)(const Claims& claims, const IdTokenExpected& expected);
  const char* fault;
};

constexpr Demand demands[] = {
    {[](const Claims& claims, const IdTokenExpected& expected) { return is_text(claims, "iss", expected.issuer); },
     "was issued by another (iss)"},
    {names_subject, "names nobody (sub)"},
    {is_for_us, "is for another client (aud)"},
    {was_asked_for_by_us, "was asked for by another client (azp)"},
    {is_fresh, "was not issued just now (iat); are the clocks of both machines right?"},
    {is_not_expired, "has expired (exp); are the clocks of both machines right?"},
    {has_begun, "is not valid yet (nbf); are the clocks of both machines right?"},
    {is_of_this_sign_in, "is of another sign-in (nonce)"},
    {came_with_its_access_token, "came with an access token that is not its own (at_hash)"}};

}  // namespace

std::string fault_of_id_token(const json::object& claims, const IdTokenExpected& expected) {
  const auto* const unmet =
      std::ranges::find_if(demands, [&](const Demand& demand) { return !demand.met(claims, expected); });
  return unmet == std::end(demands) ? std::string() : unmet->fault;
}

}  // namespace lt::access
