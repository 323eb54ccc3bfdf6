// One thread accepts, one thread a connection answers.
#include "loopback/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

namespace lt::loopback {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct Gone {};  // the client, or the server's own life

class SocketVisit : public Visit {
 public:
  SocketVisit(tcp::socket& socket, asio::ssl::stream<tcp::socket&>* tls) : socket_(socket), tls_(tls) {}

  void read_request() {
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    parser.body_limit(256u << 20);
    error_code error;
    while (!parser.is_done()) {
      if (buffer_.size() != 0) {
        buffer_.consume(parser.put(buffer_.data(), error));
        if (error && error != http::error::need_more) throw Gone{};
        if (parser.is_done()) break;
      }
      buffer_.commit(read_some(buffer_.prepare(65536)));
    }
    const auto& message = parser.get();
    method = std::string(message.method_string());
    target = std::string(message.target());
    body = message.body();
    headers.clear();
    for (const auto& field : message) {
      std::string name(field.name_string());
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      headers[name] = std::string(field.value());
    }
  }

  void send(std::string_view bytes) override {
    error_code error;
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    if (tls_ != nullptr)
      asio::write(*tls_, buffer, error);
    else
      asio::write(socket_, buffer, error);
    if (error) throw Gone{};
  }

  void close() override { throw Gone{}; }

  void wait_for_the_client_to_leave() override {
    for (;;) read_some(buffer_.prepare(65536));
  }

  void tunnel_to(std::uint16_t port) override {
    asio::io_context context;
    tcp::socket other(context);
    other.connect({asio::ip::address_v4::loopback(), port});
    std::thread back([&] { pump(other, socket_); });
    pump(socket_, other);
    back.join();
    throw Gone{};
  }

 private:
  std::size_t read_some(const asio::mutable_buffer& to) {
    error_code error;
    const std::size_t count = tls_ != nullptr ? tls_->read_some(to, error) : socket_.read_some(to, error);
    if (error || count == 0) throw Gone{};
    return count;
  }

  static void pump(tcp::socket& from, tcp::socket& to) {
    std::vector<char> bytes(65536);
    error_code error;
    for (;;) {
      const std::size_t count = from.read_some(asio::buffer(bytes), error);
      if (error) break;
      asio::write(to, asio::buffer(bytes.data(), count), error);
      if (error) break;
    }
    ::shutdown(from.native_handle(), SHUT_RDWR);
    ::shutdown(to.native_handle(), SHUT_RDWR);
  }

  tcp::socket& socket_;
  asio::ssl::stream<tcp::socket&>* tls_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace

void Visit::reply(int status, std::string_view content, std::string_view extra) {
  std::string answer =
      "HTTP/1.1 " + std::to_string(status) + " As told\r\nContent-Length: " + std::to_string(content.size()) + "\r\n";
  answer.append(extra).append("\r\n").append(content);
  send(answer);
}

struct Server::Parts {
  Handler handler;
  std::optional<asio::ssl::context> tls;
  asio::io_context context;
  tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
  std::atomic<int> connections{0};
  std::atomic<int> requests{0};
  std::mutex mutex;
  bool stopping = false;
  std::vector<int> open;
  std::vector<std::thread> serving;
  std::thread accepting;

  void use(const ServerTls& how) {
    tls.emplace(asio::ssl::context::tls_server);
    tls->use_certificate_chain(asio::buffer(how.certificate.certificate_pem));
    tls->use_private_key(asio::buffer(how.certificate.key_pem), asio::ssl::context::pem);
    if (how.client_authority_pem.empty()) return;
    tls->add_certificate_authority(asio::buffer(how.client_authority_pem));
    tls->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }

  void accept() {
    for (;;) {
      error_code error;
      auto socket = std::make_shared<tcp::socket>(context);
      std::ignore = acceptor.accept(*socket, error);
      const std::lock_guard lock(mutex);
      if (error || stopping) return;
      const int number = connections++;
      open.push_back(socket->native_handle());
      serving.emplace_back([this, socket, number] { serve(*socket, number); });
    }
  }

  void serve(tcp::socket& socket, int number) {
    std::optional<asio::ssl::stream<tcp::socket&>> stream;
    try {
      socket.set_option(tcp::no_delay(true));
      if (tls) stream.emplace(socket, *tls).handshake(asio::ssl::stream_base::server);
      SocketVisit visit(socket, stream ? &*stream : nullptr);
      visit.connection = number;
      for (;; ++visit.number) {
        visit.read_request();
        ++requests;
        handler(visit);
      }
    } catch (const Gone&) {
      leave(socket);
    } catch (const boost::system::system_error&) {
      leave(socket);
    }
  }

  void leave(tcp::socket& socket) {
    const std::lock_guard lock(mutex);
    std::erase(open, socket.native_handle());
    error_code ignored;
    std::ignore = socket.close(ignored);
  }
};

Server::Server(Handler handler, std::optional<ServerTls> tls) : parts_(std::make_unique<Parts>()) {
  parts_->handler = std::move(handler);
  if (tls) parts_->use(*tls);
  parts_->accepting = std::thread([this] { parts_->accept(); });
}

Server::~Server() {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stopping = true;
    ::shutdown(parts_->acceptor.native_handle(), SHUT_RDWR);
    for (const int socket : parts_->open) ::shutdown(socket, SHUT_RDWR);
  }
  parts_->accepting.join();
  for (std::thread& each : parts_->serving) each.join();
}

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

std::string Server::url(std::string_view path) const {
  return std::string(parts_->tls ? "https" : "http") + "://127.0.0.1:" + std::to_string(port()) + std::string(path);
}

int Server::connections() const { return parts_->connections; }
int Server::requests() const { return parts_->requests; }

}  // namespace lt::loopback
