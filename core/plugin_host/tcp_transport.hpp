// Plain and TLS connections for protocols that are not HTTP: the seam between the plugin line and sockets.
#pragma once

#include "plugin_host/http_transport.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace lt::plugin_host {

struct TcpTarget {
  std::string host;
  std::uint16_t port = 0;
  bool use_tls = false;
  TlsOptions tls;
  std::chrono::milliseconds timeout{10'000};
};

// One thread at a time. Throws lt::Error: cancelled, unavailable (closed, broken, a write that takes too long).
class TcpConnection {
 public:
  virtual ~TcpConnection() = default;
  // Bytes that were read, at most `capacity`; 0 when nothing came in time.
  virtual std::size_t read(char* buffer, std::size_t capacity, std::chrono::milliseconds timeout,
                           std::stop_token stop) = 0;
  // All of `bytes`, or throws and the connection is of no more use.
  virtual void write(std::string_view bytes, std::chrono::milliseconds timeout, std::stop_token stop) = 0;
};

// Thread-safe.
class TcpTransport {
 public:
  virtual ~TcpTransport() = default;
  // Throws lt::Error: cancelled, unavailable, misconfigured (certificates).
  virtual std::unique_ptr<TcpConnection> connect(const TcpTarget& target, std::stop_token stop) = 0;
};

// The real one, over the machine's sockets and OpenSSL.
std::unique_ptr<TcpTransport> make_socket_transport();

}  // namespace lt::plugin_host
