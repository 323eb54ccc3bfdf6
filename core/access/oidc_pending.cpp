// JSON, sealed by the keys of access.db and bound to its purpose.
#include "access/digest.hpp"
#include "access/oidc.hpp"
#include "access/url_text.hpp"
#include "base/error.hpp"

#include <boost/json.hpp>

namespace lt::access {
namespace {

namespace json = boost::json;

constexpr std::string_view purpose = "oidc sign-in";

}  // namespace

OidcPending OidcPending::begin(std::string to, std::string former, Milliseconds now) {
  return {.state = to_base64url(random_bytes(32)),
          .nonce = to_base64url(random_bytes(32)),
          .verifier = to_base64url(random_bytes(32)),
          .to = std::move(to),
          .former = std::move(former),
          .ends = now + longest};
}

std::string OidcPending::sealed(const SealingKeys& keys) const {
  return keys.seal(json::serialize(json::array{state, nonce, verifier, to, former, ends}), purpose);
}

std::optional<OidcPending> OidcPending::open(std::string_view sealed, const SealingKeys& keys, Milliseconds now) {
  if (sealed.empty()) return std::nullopt;
  try {
    const json::value parts = json::parse(keys.open(sealed, purpose));
    const auto text = [&](std::size_t index) { return std::string(parts.at(index).as_string()); };
    OidcPending pending{text(0), text(1), text(2), text(3), text(4), parts.at(5).as_int64()};
    if (now >= pending.ends) return std::nullopt;
    return pending;
  } catch (const std::exception&) {  // sealed by others, cut, or of another version
    return std::nullopt;
  }
}

}  // namespace lt::access
