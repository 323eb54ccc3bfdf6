// Plain sockets.
#include "wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace wire {
namespace {

class Socket {
 public:
  explicit Socket(std::uint16_t port) : handle_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(handle_);
      throw std::runtime_error("cannot connect");
    }
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { ::close(handle_); }

  void write(const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
      const auto n = ::send(handle_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) throw std::runtime_error("cannot send");
      sent += static_cast<std::size_t>(n);
    }
  }

  // Adds what comes next; false at the end.
  bool read(std::string& text) {
    char part[65536];
    const auto n = ::recv(handle_, part, sizeof part, 0);
    if (n <= 0) return false;
    text.append(part, static_cast<std::size_t>(n));
    return true;
  }

 private:
  int handle_;
};

std::string request(const std::string& method, const std::string& target, const Headers& headers,
                    const std::string& body) {
  std::string made =
      method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : headers) made += name + ": " + value + "\r\n";
  return made + "\r\n" + body;
}

Answer receive(Socket& socket) {
  std::string text;
  auto end = std::string::npos;
  while ((end = text.find("\r\n\r\n")) == std::string::npos)
    if (!socket.read(text)) throw std::runtime_error("no answer");
  Answer made;
  made.status = std::stoi(text.substr(9, 3));
  for (auto at = text.find("\r\n") + 2; at < end + 2;) {
    const auto line_end = text.find("\r\n", at);
    const auto colon = text.find(": ", at);
    made.headers[text.substr(at, colon - at)] = text.substr(colon + 2, line_end - colon - 2);
    at = line_end + 2;
  }
  const auto length = std::stoul(made.headers.at("Content-Length"));
  made.body = text.substr(end + 4);
  while (made.body.size() < length && socket.read(made.body)) continue;
  made.whole = made.body.size() == length;
  return made;
}

}  // namespace

Answer send(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers,
            const std::string& body) {
  Socket socket(port);
  socket.write(request(method, target, headers, body));
  return receive(socket);
}

Answer get_twice(std::uint16_t port, const std::string& target) {
  Socket socket(port);
  socket.write(request("GET", target, {}, {}));
  receive(socket);
  socket.write(request("GET", target, {}, {}));
  return receive(socket);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace wire
