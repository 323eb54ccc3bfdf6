// One HTTP exchange as the hub asks for it: the seam between the plugin line and the HTTP client.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

struct HttpHeader {
  std::string name;
  std::string value;
};

// How a system wants TLS: paths of PEM files; empty where the system's default does.
struct TlsOptions {
  std::string ca_file;           // trusted instead of the machine's authorities
  std::string certificate_file;  // shown to the server, with its chain
  std::string key_file;          // of certificate_file
  std::string key_password;      // of key_file
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute, http or https
  std::vector<HttpHeader> headers;
  std::string body;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds timeout{60'000};  // for the whole exchange
  std::size_t max_body_bytes = 64u << 20;     // of the answer, decompressed
  TlsOptions tls;
  std::string proxy;  // "http://host:port"; empty: none
  // How many redirects of a GET or HEAD are followed; 0: a 3xx is an answer like others. Within one origin always, to
  // other hosts where `may_redirect_to` says so, never from https to http and then without headers that may be secret.
  unsigned max_redirects = 0;
  std::function<bool(std::string_view host)> may_redirect_to;
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;                                      // decompressed
  std::optional<std::chrono::milliseconds> retry_after;  // from seconds or a date
};

class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  // Any answer is a response, whatever its status. Thread-safe. Throws lt::Error: cancelled (as soon as `stop` is
  // asked), unavailable (no answer: name, refused, reset, time-out, cut body, no HTTP), denied (the proxy's
  // credentials), misconfigured (URL, proxy, certificate files, a peer whose certificate is not trusted, a redirect to
  // elsewhere), failed (an answer that is too long, a header that could smuggle a second request).
  virtual HttpResponse fetch(const HttpRequest& request, std::stop_token stop) = 0;
};

}  // namespace lt::plugin_host
