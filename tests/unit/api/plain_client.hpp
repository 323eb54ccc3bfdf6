// A client that sends the bytes it is told to, and the routes that it asks.
#pragma once

#include "api/http_server.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace lt::api::test {

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;

  // False once the server has closed.
  bool send(std::string_view bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  // Whether the server has closed, or sends something, within the time.
  bool hears(int milliseconds) const {
    pollfd waited{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, milliseconds) != 0;
  }
  int descriptor() const { return socket_; }
  // Everything until the server closes.
  std::string rest() const {
    std::string all;
    char buffer[4096];
    for (;;) {
      const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) return all;
      all.append(buffer, static_cast<std::size_t>(got));
    }
  }
  // Until `end` has come.
  std::string until(std::string_view end) const {
    std::string all;
    char byte = 0;
    while (!all.ends_with(end) && ::recv(socket_, &byte, 1, 0) == 1) all += byte;
    return all;
  }

 private:
  int socket_;
};

inline Response echo(const Request& request, const std::stop_token&) {
  return {.status = 200,
          .headers = {{"X-Method", request.method},
                      {"X-Target", request.target},
                      {"X-From", request.remote_address},
                      {"X-Secure", request.secure ? "yes" : "no"}},
          .body = request.body};
}

inline Handler table() {
  return route_by(
      {{"GET", "/healthz", [](const Request&, const std::stop_token&) { return json_response(200, "{}"); }},
       {"*", "/echo/*", echo},
       {"*", "/bad", [](const Request&, const std::stop_token&) -> Response { throw std::runtime_error("a defect"); }},
       {"*", "/headers", [](const Request&, const std::stop_token&) -> Response {
          return {.status = 204,
                  .headers = {{"X-Good", "yes"}, {"X-Evil", "a\r\nX-Injected: b"}, {"Content-Length", "9"}},
                  .body = "ignored"};
        }}});
}

inline HttpServer serving(ServerOptions options = {}, Handler handler = table()) {
  options.listen = "127.0.0.1:0";
  return {std::move(options), std::move(handler)};
}

inline std::string reply_to(const HttpServer& server, std::string_view bytes) {
  const Client client(server.port());
  client.send(bytes);
  return client.rest();
}

inline std::string asking(const std::string& line, const std::string& more = "") {
  return line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n";
}

inline bool has(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace lt::api::test
