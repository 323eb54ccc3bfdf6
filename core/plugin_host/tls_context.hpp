// What makes a server trusted: the OpenSSL context of one HTTP client.
#pragma once

#include "plugin_host/http_transport.hpp"

#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace lt::plugin_host {

// Chain and host name are always verified and TLS 1.2 is the least; nothing turns that off. Thread-safe once made.
class TlsContext {
 public:
  // Throws Error misconfigured, naming the file.
  explicit TlsContext(const TlsOptions& options);
  ~TlsContext();

  boost::asio::ssl::context& context() const { return *context_; }

 private:
  std::unique_ptr<boost::asio::ssl::context> context_;
};

}  // namespace lt::plugin_host
