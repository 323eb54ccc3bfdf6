// Asio and Beast under the twins: one io_context, a few threads.
#include "twins/http_service.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <thread>
#include <tuple>

namespace lt::twins {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr std::size_t largest_request = 256U << 20U;
constexpr auto idle_limit = std::chrono::minutes(5);

std::string form_decoded(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ptr == &text[i + 1] + 2) {
      made += static_cast<char>(byte);
      i += 2;
    } else {
      made += text[i] == '+' ? ' ' : text[i];
    }
  }
  return made;
}

}  // namespace

std::map<std::string, std::string> decoded_form(std::string_view text) {
  std::map<std::string, std::string> made;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    const auto equals = pair.find('=');
    if (!pair.empty())
      made[form_decoded(pair.substr(0, equals))] =
          equals == std::string_view::npos ? "" : form_decoded(pair.substr(equals + 1));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return made;
}

namespace {

Request request_of(http::request<http::string_body>&& raw) {
  Request made;
  made.method = raw.method_string();
  std::string_view target(raw.target().data(), raw.target().size());
  const auto question = target.find('?');
  made.path = form_decoded(target.substr(0, question));
  if (question != std::string_view::npos) made.query = decoded_form(target.substr(question + 1));
  for (const auto& field : raw) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    made.headers[name] = std::string(field.value());
  }
  made.body = std::move(raw.body());
  return made;
}

std::string head_of(const Reply& reply, bool keep_alive) {
  const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(reply.status)));
  std::string made =
      "HTTP/1.1 " + std::to_string(reply.status) + ' ' + std::string(reason) + "\r\nServer: lienthong-twins\r\n";
  if (!reply.content_type.empty()) made += "Content-Type: " + reply.content_type + "\r\n";
  for (const auto& [name, value] : reply.headers) made.append(name).append(": ").append(value).append("\r\n");
  made += "Content-Length: " + std::to_string(reply.body ? reply.body->size() : 0) + "\r\n";
  made += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return made;
}

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::shared_ptr<const HttpService::Handler> handler)
      : stream_(std::move(socket)), timer_(stream_.get_executor()), handler_(std::move(handler)) {
    beast::error_code ignored;
    std::ignore = stream_.socket().set_option(tcp::no_delay(true), ignored);
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(largest_request);
    stream_.expires_after(idle_limit);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->close();
      self->answer();
    });
  }

 private:
  void answer() {
    keep_alive_ = parser_->keep_alive();
    try {
      reply_ = (*handler_)(request_of(parser_->release()));
    } catch (const std::exception& error) {
      reply_ = reply(500, std::string(R"({"status":500,"title":"the twin failed"})"));
      reply_.headers.emplace_back("X-Twin-Error", error.what());
    }
    if (reply_.delay.count() == 0) return write();
    stream_.expires_never();
    timer_.expires_after(reply_.delay);
    timer_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error) self->write();
    });
  }

  void write() {
    const bool cut = reply_.cut_after != std::string::npos;
    head_ = head_of(reply_, keep_alive_);
    const std::size_t size = reply_.body ? std::min(reply_.body->size(), reply_.cut_after) : 0;
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head_),
                                                  asio::buffer(reply_.body ? reply_.body->data() : nullptr, size)};
    stream_.expires_after(idle_limit);
    asio::async_write(stream_, parts, [self = shared_from_this(), cut](beast::error_code error, std::size_t) {
      if (error || cut || !self->keep_alive_) return self->close();
      self->reply_ = {};
      self->read();
    });
  }

  void close() {
    beast::error_code ignored;
    std::ignore = stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    std::ignore = stream_.socket().close(ignored);
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  std::shared_ptr<const HttpService::Handler> handler_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Reply reply_;
  std::string head_;
  bool keep_alive_ = true;
};

class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(asio::io_context& io, std::uint16_t port, HttpService::Handler handler)
      : io_(io), acceptor_(io), handler_(std::make_shared<const HttpService::Handler>(std::move(handler))) {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    beast::error_code error;
    if (acceptor_.bind(endpoint, error))
      throw std::runtime_error("port " + std::to_string(port) + " of 127.0.0.1 cannot be used: " + error.message());
    acceptor_.listen();
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void accept() {
    acceptor_.async_accept(asio::make_strand(io_),
                           [self = shared_from_this()](beast::error_code error, tcp::socket socket) {
                             if (error == asio::error::operation_aborted) return;
                             if (!error) std::make_shared<Connection>(std::move(socket), self->handler_)->read();
                             self->accept();
                           });
  }

 private:
  asio::io_context& io_;
  tcp::acceptor acceptor_;
  std::shared_ptr<const HttpService::Handler> handler_;
};

}  // namespace

std::string_view Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Request::parameter(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view{} : std::string_view(found->second);
}

std::int64_t Request::number(const std::string& name, std::int64_t otherwise) const {
  const auto text = parameter(name);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? value : otherwise;
}

Reply reply(int status, std::string body, std::string content_type) {
  Reply made;
  made.status = status;
  made.content_type = std::move(content_type);
  made.body = std::make_shared<const std::string>(std::move(body));
  return made;
}

struct HttpService::State {
  explicit State(int threads) : work(asio::make_work_guard(io)) {
    for (int i = 0; i < threads; ++i) pool.emplace_back([this] { io.run(); });
  }
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<std::thread> pool;
};

HttpService::HttpService(int threads) : state_(std::make_unique<State>(std::max(1, threads))) {}
HttpService::~HttpService() { stop(); }

std::uint16_t HttpService::listen(std::uint16_t port, Handler handler) {
  const auto listener = std::make_shared<Listener>(state_->io, port, std::move(handler));
  listener->accept();
  return listener->port();
}

void HttpService::stop() {
  state_->io.stop();
  for (auto& thread : state_->pool)
    if (thread.joinable()) thread.join();
}

}  // namespace lt::twins
