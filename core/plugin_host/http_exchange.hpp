// One request and its answer on a connection that is open: the part of HTTP/1.1 between sockets and policy.
#pragma once

#include "plugin_host/http_connection.hpp"
#include "plugin_host/http_transport.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lt::plugin_host {

struct ExchangeLimits {
  std::size_t max_header_bytes = 64U << 10U;
  std::size_t max_body_bytes = 64u << 20;
};

struct Answer {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;         // as it was transferred, not decompressed
  bool keep_alive = false;  // the connection is at the start of the next answer

  std::string_view header(std::string_view name) const;  // the first of that name, whatever its case; or empty
};

// The connection broke before a single byte of the answer came; a request that may be repeated can be sent again.
class NoAnswer : public ConnectionLost {
 public:
  using ConnectionLost::ConnectionLost;
};

// Writes head and body, reads the answer; interim answers (1xx) are passed over. `method` decides whether a body
// follows. Throws NoAnswer; Error unavailable (time, broken or cut body with bytes received and expected, no HTTP),
// misconfigured (an answer beyond the limits), cancelled.
Answer exchange(HttpConnection& connection, std::string_view method, std::string_view head, std::string_view body,
                const ExchangeLimits& limits, const Patience& patience);

}  // namespace lt::plugin_host
