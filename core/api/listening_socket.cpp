// Servers get copies of one handle: the kernel closes the queue with the last of them.
#include "api/listening_socket.hpp"

#include "api/listen_address.hpp"
#include "base/error.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

namespace lt::api {

using boost::asio::ip::tcp;

namespace {

tcp::acceptor listener(boost::asio::io_context& context, const std::string& listen) {
  const tcp::endpoint endpoint = listen_address(listen);
  try {
    return {context, endpoint};
  } catch (const boost::system::system_error& error) {
    throw Error(ErrorKind::unavailable, "cannot listen at " + listen + ": " + error.code().message() +
                                            "; is another hub running, or is the port taken?");
  }
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& listen)
    : listen_(listen), socket_(listener(context_, listen)), port_(socket_.local_endpoint().port()) {}

tcp::acceptor ListeningSocket::acceptor(boost::asio::io_context& context) const {
  const int copy = ::fcntl(socket_.native_handle(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) throw Error(ErrorKind::unavailable, "cannot listen at " + listen_ + ": " + std::strerror(errno));
  return {context, socket_.local_endpoint().protocol(), copy};
}

}  // namespace lt::api
