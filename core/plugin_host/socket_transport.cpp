// TCP and TLS for connectors over the connection that the HTTP client uses too.
#include "plugin_host/http_connection.hpp"
#include "plugin_host/tcp_transport.hpp"

namespace lt::plugin_host {
namespace {

Patience patience_of(std::chrono::milliseconds timeout, std::stop_token stop) {
  return {.deadline = std::chrono::steady_clock::now() + timeout, .silence = timeout, .stop = std::move(stop)};
}

class SocketConnection : public TcpConnection {
 public:
  SocketConnection(const TcpTarget& target, const std::stop_token& stop) {
    const Patience patience = patience_of(target.timeout, stop);
    connection_.connect(target.host, target.port, patience);
    if (!target.use_tls) return;
    tls_ = std::make_unique<TlsContext>(target.tls);
    connection_.secure(*tls_, target.host, patience);
  }

  std::size_t read(char* buffer, std::size_t capacity, std::chrono::milliseconds timeout,
                   std::stop_token stop) override {
    return connection_.try_read(buffer, capacity, timeout, stop);
  }
  void write(std::string_view bytes, std::chrono::milliseconds timeout, std::stop_token stop) override {
    connection_.write({}, bytes, patience_of(timeout, std::move(stop)));
  }

 private:
  std::unique_ptr<TlsContext> tls_;
  HttpConnection connection_;
};

class SocketTransport : public TcpTransport {
 public:
  std::unique_ptr<TcpConnection> connect(const TcpTarget& target, std::stop_token stop) override {
    return std::make_unique<SocketConnection>(target, stop);
  }
};

}  // namespace

std::unique_ptr<TcpTransport> make_socket_transport() { return std::make_unique<SocketTransport>(); }

}  // namespace lt::plugin_host
