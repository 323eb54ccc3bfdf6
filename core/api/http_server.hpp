// An HTTP/1.1 server, plain or over TLS, with bounds on everything that a client may do.
#pragma once

#include "api/listening_socket.hpp"
#include "api/router.hpp"
#include "api/tls_identity.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace lt::api {

struct ServerOptions {
  std::string listen = {};                                  // "127.0.0.1:8080"; port 0: any free one
  std::shared_ptr<const ListeningSocket> socket = nullptr;  // where it is set, instead of `listen`
  std::set<std::string> trusted_proxies = {};               // addresses whose X-Forwarded-For is believed
  std::optional<TlsFiles> tls = std::nullopt;               // nothing: plain
  std::size_t most_header_bytes = 16u << 10;
  std::size_t most_body_bytes = 16u << 20;
  std::size_t most_connections = 512;  // more are closed at once
  std::size_t workers = 64;            // requests that are answered at once
  std::chrono::milliseconds handshake_time{10'000};
  std::chrono::milliseconds header_time{30'000};  // from the last answer to the end of the next request's head
  std::chrono::milliseconds body_time{60'000};
  std::chrono::milliseconds write_time{60'000};
  std::chrono::milliseconds farewell_time{1'000};  // for a client to end TLS in order
  std::chrono::milliseconds last_call{1'000};      // for a request on its way to a server that stops
};

// Serves from the constructor on. The handler is called from many threads at once; what it throws is answered 500.
class HttpServer {
 public:
  // Throws Error misconfigured where the address is none or TLS has no usable certificate, unavailable where it cannot
  // be listened at.
  HttpServer(ServerOptions options, Handler handler);
  ~HttpServer();

  std::uint16_t port() const;
  std::size_t connections() const;  // open now
  // Of the certificate; empty where there is none.
  std::string fingerprint() const;
  // Takes no more clients, answers the requests that are on their way and asks those under way to end. False where they
  // have not ended `within` the time: their threads are left behind, so the process should end at once.
  bool stop(std::chrono::milliseconds within);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace lt::api
