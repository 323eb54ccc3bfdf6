// One socket to a server, plain or TLS, that blocks no longer than its caller's patience.
#pragma once

#include "base/error.hpp"
#include "plugin_host/patience.hpp"
#include "plugin_host/tls_context.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lt::plugin_host {

// The other side closed or reset the connection.
class ConnectionLost : public Error {
 public:
  explicit ConnectionLost(const std::string& message) : Error(ErrorKind::unavailable, message) {}
};

// Used by one thread at a time. Every call throws Error cancelled within milliseconds of a stop, unavailable when time
// is up; after a throw the connection is of no more use.
class HttpConnection {
 public:
  HttpConnection();
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // Tries every address of the host until `patience.deadline`.
  void connect(const std::string& host, std::uint16_t port, const Patience& patience);

  // TLS on top of what is connected (a server, or a proxy's tunnel to it), verified against `host`.
  // Throws Error misconfigured where the certificate is not to be trusted, unavailable where it is out of date.
  void secure(const TlsContext& tls, const std::string& host, const Patience& patience);

  // At least one byte, or 0 at the end of what the server sends. Throws ConnectionLost on a reset, and on an end
  // that TLS did not announce.
  std::size_t read_some(char* to, std::size_t size, const Patience& patience);

  // What comes within `time`, 0 where nothing does; the connection stays of use. Throws ConnectionLost at an end too.
  std::size_t try_read(char* to, std::size_t size, std::chrono::milliseconds time, const std::stop_token& stop);

  // All of both. Throws ConnectionLost.
  void write(std::string_view head, std::string_view body, const Patience& patience);

  // Still open, and nothing unexpected has arrived: fit for another request.
  bool is_quiet() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lt::plugin_host
