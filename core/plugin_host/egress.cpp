// Hosts found in settings, and the rule that holds a request against them.
#include "plugin_host/egress.hpp"

#include "base/error.hpp"

#include <boost/json.hpp>
#include <boost/url.hpp>

#include <algorithm>

namespace lt::plugin_host {
namespace {

namespace json = boost::json;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

void collect(const json::value& value, std::string_view name, std::set<std::string>& hosts) {
  if (value.is_object()) {
    for (const auto& member : value.get_object()) collect(member.value(), member.key(), hosts);
  } else if (value.is_array()) {
    for (const auto& item : value.get_array()) collect(item, name, hosts);
  } else if (value.is_string()) {
    const std::string text(value.get_string());
    if (const auto host = host_of_url(text)) hosts.insert(*host);
    if (name == "host" && !text.empty()) hosts.insert(lower(text));
  }
}

}  // namespace

std::optional<std::string> host_of_url(std::string_view url) {
  // Path and query may hold placeholders such as {id}, which no parser of URLs takes.
  const std::size_t authority = url.find("://");
  if (authority == std::string_view::npos) return std::nullopt;
  const auto parsed = boost::urls::parse_uri(url.substr(0, url.find_first_of("/?#", authority + 3)));
  if (!parsed || !parsed->has_authority() || parsed->host_address().empty()) return std::nullopt;
  return lower(std::string(parsed->host_address()));
}

Egress::Egress(const std::set<std::string>& hosts) {
  for (const auto& host : hosts) hosts_.insert(lower(host));
}

Egress Egress::from_settings(std::string_view settings_json, const std::set<std::string>& extra) {
  std::set<std::string> hosts = extra;
  json::error_code error;
  const json::value settings = json::parse(settings_json, error);
  if (!error) collect(settings, "", hosts);
  return Egress(hosts);
}

bool Egress::allows(std::string_view host) const {
  const std::string name = lower(host);
  if (hosts_.contains(name)) return true;
  for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
    if (hosts_.contains("*" + name.substr(dot))) return true;
  }
  return false;
}

void Egress::require(std::string_view host) const {
  if (allows(host)) return;
  std::string allowed;
  for (const auto& name : hosts_) allowed += (allowed.empty() ? "" : ", ") + name;
  throw Error(ErrorKind::misconfigured,
              "the connector may not reach the host '" + std::string(host) +
                  "'; add it to `egress` of the system (allowed: " + (allowed.empty() ? "none" : allowed) + ")");
}

}  // namespace lt::plugin_host
