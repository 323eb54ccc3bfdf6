// A client's connection as a stream of bytes, plain or within TLS: what Asio and Beast read from and write to.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace lt::api {

// One thread at a time.
class ClientStream {
 public:
  using Tcp = boost::beast::tcp_stream;
  using executor_type = Tcp::executor_type;
  using Done = void(boost::system::error_code, std::size_t);

  // `tls` null: plain.
  ClientStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls)
      : tcp_(std::move(socket)), context_(std::move(tls)) {
    if (context_) tls_.emplace(tcp_, *context_);
  }

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }
  Tcp& tcp() { return tcp_; }
  bool secure() const { return tls_.has_value(); }

  // What is under way then ends, and the connection with it.
  void expires_after(std::chrono::milliseconds time) { tcp_.expires_after(time); }
  void expires_never() { tcp_.expires_never(); }

  // `read`: what has been read of the client's greeting already. `handler(error, how much of it was used)`.
  template <class Handler>
  void async_handshake(boost::asio::const_buffer read, Handler&& handler) {
    tls_->async_handshake(boost::asio::ssl::stream_base::server, read, std::forward<Handler>(handler));
  }
  // Goes on in the open, with a client that speaks no TLS.
  void speak_plainly() { tls_.reset(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Done>(
        [this](auto handler, const Buffers& into) {
          if (tls_) return tls_->async_read_some(into, std::move(handler));
          tcp_.async_read_some(into, std::move(handler));
        },
        token, buffers);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, Done>(
        [this](auto handler, const Buffers& from) {
          if (tls_) return tls_->async_write_some(from, std::move(handler));
          tcp_.async_write_some(from, std::move(handler));
        },
        token, buffers);
  }

  // Says within TLS that nothing more comes, so that the client knows the answer for whole; then `handler(error)`.
  template <class Handler>
  void async_farewell(Handler&& handler) {
    tls_->async_shutdown(std::forward<Handler>(handler));
  }
  void close() {
    boost::system::error_code ignored;
    std::ignore = tcp_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    tcp_.close();
  }

 private:
  Tcp tcp_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::optional<boost::asio::ssl::stream<Tcp&>> tls_;
};

}  // namespace lt::api
