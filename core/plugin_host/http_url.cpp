// Boost.URL does the grammar; this keeps what an HTTP client needs.
#include "plugin_host/http_url.hpp"

#include "base/error.hpp"

#include <boost/url.hpp>

#include <cctype>

namespace lt::plugin_host {
namespace urls = boost::urls;

namespace {

[[noreturn]] void refuse(std::string_view why) { throw Error(ErrorKind::misconfigured, std::string(why)); }

HttpUrl taken_apart(const urls::url_view& url) {
  HttpUrl result;
  if (url.scheme_id() == urls::scheme::https)
    result.tls = true;
  else if (url.scheme_id() != urls::scheme::http)
    refuse("an address must begin with http:// or https://");
  result.host = url.host_address();
  for (char& c : result.host) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (result.host.empty()) refuse("an address must name a host");
  if (url.has_port() && !url.port().empty() && url.port_number() == 0)
    refuse("the port of an address must be between 1 and 65535");
  result.port = url.port_number() != 0 ? url.port_number() : (result.tls ? 443 : 80);
  const auto path = url.encoded_path();
  result.target = path.empty() ? std::string("/") : std::string(path.data(), path.size());
  if (url.has_query()) {
    const auto query = url.encoded_query();
    result.target.append("?").append(query.data(), query.size());
  }
  if (url.has_userinfo()) result.userinfo = url.userinfo();
  return result;
}

}  // namespace

std::string HttpUrl::authority() const {
  std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != (tls ? 443 : 80)) text += ":" + std::to_string(port);
  return text;
}

std::string HttpUrl::origin() const {
  return std::string(tls ? "https://" : "http://") + (host.find(':') == std::string::npos ? host : "[" + host + "]") +
         ":" + std::to_string(port);
}

std::string HttpUrl::without_query() const {
  return std::string(tls ? "https://" : "http://") + authority() + target.substr(0, target.find('?'));
}

HttpUrl parse_http_url(std::string_view text) {
  const auto url = urls::parse_uri(urls::string_view(text.data(), text.size()));
  if (!url)
    refuse("'" + std::string(text.substr(0, text.find_first_of("?@"))) + "' is not an address (" +
           url.error().message() + ")");
  return taken_apart(*url);
}

HttpUrl resolve_http_url(const HttpUrl& base, std::string_view location) {
  const auto reference = urls::parse_uri_reference(urls::string_view(location.data(), location.size()));
  if (!reference) refuse("the system redirects to something that is not an address");
  const std::string base_text = (base.tls ? "https://" : "http://") + base.authority() + base.target;
  urls::url resolved;
  const auto done = urls::resolve(urls::parse_uri(base_text).value(), *reference, resolved);
  if (!done) refuse("the system redirects to something that is not an address");
  return taken_apart(resolved);
}

}  // namespace lt::plugin_host
