// Where clients queue, whoever answers them: it may outlive a server, so that none is refused while another one
// follows.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>

namespace lt::api {

class ListeningSocket {
 public:
  // `listen`: "127.0.0.1:8080"; port 0: any free one. Throws Error misconfigured where it is no address, unavailable
  // where it cannot be listened at.
  explicit ListeningSocket(const std::string& listen);
  ListeningSocket(const ListeningSocket&) = delete;

  const std::string& listen() const { return listen_; }
  std::uint16_t port() const { return port_; }
  // Takes clients out of the queue; its end leaves the queue to others. Throws Error unavailable.
  boost::asio::ip::tcp::acceptor acceptor(boost::asio::io_context& context) const;

 private:
  std::string listen_;
  boost::asio::io_context context_;  // of a socket at which nothing is ever awaited
  mutable boost::asio::ip::tcp::acceptor socket_;
  std::uint16_t port_;
};

}  // namespace lt::api
