// The hub's outgoing HTTP/1.1 client: blocking, pooled, verified, bounded.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/http_transport.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace lt::plugin_host {

struct HttpClientOptions {
  std::chrono::milliseconds silence{30'000};  // longest wait between two bytes, once the answer has begun
  std::size_t max_header_bytes = 64U << 10U;
  std::size_t max_idle_per_place = 16;              // connections kept for one origin
  std::chrono::milliseconds max_idle_time{30'000};  // before a kept connection is closed
  std::string user_agent = "lienthong/0.1";
};

// Thread-safe; many threads share its kept connections. What it does beyond HttpTransport's promise:
// a kept connection that the server had closed is replaced once, where the request may be repeated (GET, HEAD, OPTIONS,
// PUT, DELETE, or an Idempotency-Key header); gzip and deflate are asked for and opened; certificates are read again
// when their files change.
class HttpClient : public HttpTransport {
 public:
  // `clock` turns dates of Retry-After into waiting times and outlives the client.
  explicit HttpClient(const Clock& clock, HttpClientOptions options = {});
  ~HttpClient() override;

  HttpResponse fetch(const HttpRequest& request, std::stop_token stop) override;

  struct Counts {
    std::uint64_t requests = 0;     // sent, redirects and repeats included
    std::uint64_t connections = 0;  // opened
  };
  Counts counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::plugin_host
