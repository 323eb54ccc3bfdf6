// The hosts that a system's connector may reach.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace lt::plugin_host {

// The host of an absolute URL in small letters (an IPv6 address without brackets); none where it has no host.
std::optional<std::string> host_of_url(std::string_view url);

// Names are compared without case; a rule "*.example.vn" allows every name below example.vn. Immutable: thread-safe.
class Egress {
 public:
  Egress() = default;  // allows nothing
  explicit Egress(const std::set<std::string>& hosts);

  // The hosts of all absolute URLs in `settings_json` (and of members named "host"), and `extra` on top.
  static Egress from_settings(std::string_view settings_json, const std::set<std::string>& extra = {});

  bool allows(std::string_view host) const;
  // Throws lt::Error misconfigured that names the host, the system's key `egress` and what is allowed.
  void require(std::string_view host) const;
  const std::set<std::string>& hosts() const { return hosts_; }

 private:
  std::set<std::string> hosts_;
};

}  // namespace lt::plugin_host
