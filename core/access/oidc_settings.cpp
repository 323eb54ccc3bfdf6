// Roles by claim, and addresses that may be asked.
#include "access/oidc_settings.hpp"

#include "base/error.hpp"
#include "plugin_host/http_url.hpp"

#include <algorithm>

namespace lt::access {

std::optional<Role> OidcSettings::role_of(const std::vector<std::string>& values) const {
  const auto found =
      std::ranges::find_if(roles, [&](const auto& each) { return std::ranges::count(values, each.first) > 0; });
  return found == roles.end() ? std::nullopt : std::optional(found->second);
}

bool is_safe_address(std::string_view address) {
  const bool plain = std::ranges::all_of(address, [](char c) { return c > ' ' && c < 127 && c != '#'; });
  if (!plain) return false;
  try {
    const plugin_host::HttpUrl url = plugin_host::parse_http_url(address);
    const bool here = url.host == "localhost" || url.host == "::1" || url.host.starts_with("127.");
    return url.userinfo.empty() && (url.tls || here);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace lt::access
