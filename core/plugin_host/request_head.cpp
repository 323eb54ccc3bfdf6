// HTTP/1.1 request heads.
#include "plugin_host/request_head.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace lt::plugin_host {
namespace {

constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           token_marks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool same_name(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [lower](char a, char b) { return lower(a) == lower(b); });
}

bool has(const std::vector<HttpHeader>& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const HttpHeader& each) { return same_name(each.name, name); });
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view each) { return same_name(each, name); });
}

void require_clean(const HttpHeader& header) {
  if (!is_token(header.name) || header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
    throw Error(ErrorKind::failed, "the header '" + header.name + "' has a forbidden character");
}

void append(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

void append_proxy_credentials(std::string& head, const HttpUrl& proxy) {
  if (!proxy.userinfo.empty()) append(head, "Proxy-Authorization", "Basic " + to_base64(proxy.userinfo));
}

}  // namespace

std::string request_head(const HttpRequest& request, const HttpUrl& url, const HttpUrl* proxy,
                         std::string_view user_agent) {
  // The connection's own headers are the client's business.
  constexpr std::array<std::string_view, 5> own{"Host", "Content-Length", "Transfer-Encoding", "Connection",
                                                "Proxy-Authorization"};
  if (!is_token(request.method)) throw Error(ErrorKind::failed, "the method has a forbidden character");
  std::string head;
  head.reserve(512 + url.target.size());
  head.append(request.method).append(" ");
  if (proxy != nullptr && !url.tls) head.append("http://").append(url.authority());
  head.append(url.target).append(" HTTP/1.1\r\n");
  append(head, "Host", url.authority());
  if (proxy != nullptr && !url.tls) append_proxy_credentials(head, *proxy);
  if (!has(request.headers, "User-Agent")) append(head, "User-Agent", user_agent);
  if (!has(request.headers, "Accept-Encoding")) append(head, "Accept-Encoding", "gzip, deflate");
  for (const HttpHeader& each : request.headers) {
    require_clean(each);
    if (!is_one_of(each.name, own)) append(head, each.name, each.value);
  }
  const bool reads = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
  if (!request.body.empty() || !reads) append(head, "Content-Length", std::to_string(request.body.size()));
  head.append("\r\n");
  return head;
}

std::string connect_head(const HttpUrl& url, const HttpUrl& proxy) {
  const std::string name = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const std::string target = name + ":" + std::to_string(url.port);
  std::string head = "CONNECT " + target + " HTTP/1.1\r\n";
  append(head, "Host", target);
  append_proxy_credentials(head, proxy);
  head.append("\r\n");
  return head;
}

bool may_be_repeated(const HttpRequest& request) {
  constexpr std::array<std::string_view, 5> methods{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
  return is_one_of(request.method, methods) || has(request.headers, "Idempotency-Key");
}

void keep_only_harmless(std::vector<HttpHeader>& headers) {
  constexpr std::array<std::string_view, 5> harmless{"Accept", "Accept-Language", "Content-Type", "Content-Encoding",
                                                     "User-Agent"};
  std::erase_if(headers, [&](const HttpHeader& each) { return !is_one_of(each.name, harmless); });
}

}  // namespace lt::plugin_host
