// One HTTP exchange as the hub asks for it: the seam between the plugin line and the HTTP client.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
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

  // Any answer is a response, whatever its status; redirects are not followed. Thread-safe. Throws lt::Error:
  // cancelled (as soon as `stop` is asked), unavailable (no answer: name, refused, reset, time-out, cut body),
  // misconfigured (URL, proxy, certificate files, a peer whose certificate is not trusted), failed (no HTTP, too long).
  virtual HttpResponse fetch(const HttpRequest& request, std::stop_token stop) = 0;
};

}  // namespace lt::plugin_host
