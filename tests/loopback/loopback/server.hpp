// An HTTP server on 127.0.0.1 whose answers are the very bytes that a test gives.
#pragma once

#include "loopback/authority.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lt::loopback {

// One request on one connection, in the thread of that connection.
class Visit {
 public:
  virtual ~Visit() = default;

  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  int connection = 0;  // 0 for the first that was accepted
  int number = 0;      // of the request on its connection, from 0

  virtual void send(std::string_view bytes) = 0;
  virtual void close() = 0;
  // Until the client closes, or the server stops.
  virtual void wait_for_the_client_to_leave() = 0;
  // Joins the client to another port of 127.0.0.1 until either side closes.
  virtual void tunnel_to(std::uint16_t port) = 0;

  // A whole answer with Content-Length; `extra` are header lines, each with its CRLF.
  void reply(int status, std::string_view content, std::string_view extra = {});
  void reply_json(std::string_view content) { reply(200, content, "Content-Type: application/json\r\n"); }
};

struct ServerTls {
  Certificate certificate;
  std::string client_authority_pem;  // where given, clients must show a certificate of it
};

// Serves until destroyed. The handler is called from many threads at once.
class Server {
 public:
  using Handler = std::function<void(Visit&)>;
  explicit Server(Handler handler, std::optional<ServerTls> tls = std::nullopt);
  ~Server();

  std::uint16_t port() const;
  std::string url(std::string_view path = "/") const;  // by the address 127.0.0.1
  int connections() const;                             // accepted so far
  int requests() const;                                // read so far

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lt::loopback
