// An address of http or https, taken apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::plugin_host {

struct HttpUrl {
  bool tls = false;
  std::string host;  // lower case, an IPv6 address without brackets
  std::uint16_t port = 0;
  std::string target;    // path and query, at least "/"
  std::string userinfo;  // decoded "name:password", only where the address carried it

  std::string authority() const;  // as the Host header says it: no port where it is the scheme's own
  std::string origin() const;     // scheme://host:port
  // What may stand in messages: no query and no password, since both carry secrets and citizens' data.
  std::string without_query() const;

  bool same_origin(const HttpUrl& other) const { return tls == other.tls && host == other.host && port == other.port; }
};

// Throws Error misconfigured, saying what is wrong.
HttpUrl parse_http_url(std::string_view text);

// Where `location` leads from `base` (RFC 3986, 5.2).
HttpUrl resolve_http_url(const HttpUrl& base, std::string_view location);

}  // namespace lt::plugin_host
