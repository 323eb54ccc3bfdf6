// One client of the server: its greeting, its requests one after the other, the answers, its end. For http_server
// alone.
#pragma once

#include "api/client_stream.hpp"
#include "api/http_server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_set>

namespace lt::api {

// What the server and its connections share; the last of them takes it along.
struct HttpServer::Parts : std::enable_shared_from_this<Parts> {
  class Connection;

  Parts(ServerOptions its_options, Handler its_handler);

  void accept();
  void close_all();
  void to_all(void (Connection::*end)());

  ServerOptions options;
  Handler handler;
  std::unique_ptr<TlsIdentity> tls;  // only on the network's thread, once it runs
  std::string fingerprint;
  std::stop_source stopping;
  boost::asio::io_context context{1};
  // Until all has ended.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  std::shared_ptr<const ListeningSocket> queue;
  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::steady_timer pause;
  boost::asio::steady_timer last_call;
  boost::asio::thread_pool workers;
  std::uint16_t port;
  std::unordered_set<Connection*> connections;  // only on the network's thread
  std::mutex mutex;
  std::condition_variable emptied;
  std::size_t alive = 0;  // connections
  std::thread network;
};

// Lives as long as an operation of it is under way. All on the network's thread.
class HttpServer::Parts::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Parts> server, boost::asio::ip::tcp::socket socket);
  ~Connection();
  Connection(const Connection&) = delete;

  void begin();
  // Ends it where no request may be on its way: it only waits for another one, or listens.
  void close_if_idle();
  // Ends it unless an answer is being made, which is sent first.
  void close_soon();
  void close();

 private:
  using error_code = boost::system::error_code;

  void shake_hands();
  void read_head();
  void head_came(error_code error);
  void read_body();
  void refuse(const error_code& error);
  void answer();
  Request take_request();
  template <class Message>
  void put_head(const Response& response, bool keep, Message& message);
  void send_stream(const Response& response);
  void send(Response response, bool keep);
  void part();

  std::shared_ptr<Parts> server_;
  ClientStream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
  std::string peer_;
  bool head_only_ = false;
  bool answering_ = false;
  bool answered_ = false;  // once, at least
};

}  // namespace lt::api
