// Each operation begins the next one of its connection.
#include "api/http_connection.hpp"

#include "api/head_check.hpp"
#include "api/stream_writer.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/core/detect_ssl.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace lt::api {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

bool is_for_the_connection(std::string_view name) {
  return beast::iequals(name, "Connection") || beast::iequals(name, "Content-Length") ||
         beast::iequals(name, "Transfer-Encoding") || beast::iequals(name, "Keep-Alive");
}

// What would end a header line early, or is none.
bool is_sendable(const HttpHeader& header) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
  return !header.name.empty() && header.name.find_first_of(" :\r\n\t") == std::string::npos &&
         std::ranges::none_of(header.name, control) && std::ranges::none_of(header.value, control);
}

int status_of(const error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  return 400;
}

}  // namespace

HttpServer::Parts::Connection::Connection(std::shared_ptr<Parts> server, tcp::socket socket)
    : server_(std::move(server)), stream_(std::move(socket), server_->tls ? server_->tls->context() : nullptr) {
  error_code error;
  const auto peer = stream_.socket().remote_endpoint(error);
  if (!error) peer_ = peer.address().to_string();
  server_->connections.insert(this);
  const std::lock_guard lock(server_->mutex);
  ++server_->alive;
}

HttpServer::Parts::Connection::~Connection() {
  server_->connections.erase(this);
  const std::lock_guard lock(server_->mutex);
  if (--server_->alive == 0) server_->emptied.notify_all();
}

// Whoever speaks plain HTTP to the port of TLS is told so, not sent on: what came in the open should be noticed.
void HttpServer::Parts::Connection::begin() {
  if (!stream_.secure()) return read_head();
  stream_.expires_after(server_->options.handshake_time);
  beast::async_detect_ssl(stream_.tcp(), buffer_, [self = shared_from_this()](error_code error, bool speaks_tls) {
    if (error) return self->close();
    if (speaks_tls) return self->shake_hands();
    self->stream_.speak_plainly();
    self->send(error_response(400, "tls_needed", "this port speaks TLS: write https:// in the address"), false);
  });
}

void HttpServer::Parts::Connection::read_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(server_->options.most_header_bytes));
  parser_->body_limit(server_->options.most_body_bytes);
  stream_.expires_after(server_->options.header_time);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](error_code error, std::size_t) { self->head_came(error); });
}

void HttpServer::Parts::Connection::close_if_idle() {
  const bool asks = !answered_ || buffer_.size() > 0 || (parser_ && parser_->got_some());
  if (!asks) close_soon();
}

void HttpServer::Parts::Connection::close_soon() {
  if (!answering_) close();
}

void HttpServer::Parts::Connection::close() { stream_.close(); }

// What is left of the first bytes came in the open and is none of the client's within TLS.
void HttpServer::Parts::Connection::shake_hands() {
  stream_.async_handshake(buffer_.data(), [self = shared_from_this()](error_code error, std::size_t used) {
    if (error || used != self->buffer_.size()) return self->close();
    self->buffer_.clear();
    self->read_head();
  });
}

void HttpServer::Parts::Connection::part() {
  if (!stream_.secure()) return close();
  stream_.expires_after(server_->options.farewell_time);
  stream_.async_farewell([self = shared_from_this()](error_code) { self->close(); });
}

void HttpServer::Parts::Connection::head_came(error_code error) {
  if (error) return refuse(error);
  if (const std::string_view fault = fault_of_head(parser_->get().base()); !fault.empty())
    return send(error_response(400, "bad_request", fault), false);
  if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read_body();
  response_ = {};
  response_.version(11);
  response_.result(http::status::continue_);
  stream_.expires_after(server_->options.write_time);
  http::async_write(stream_, response_, [self = shared_from_this()](error_code failed, std::size_t) {
    if (!failed) self->read_body();
  });
}

void HttpServer::Parts::Connection::read_body() {
  stream_.expires_after(server_->options.body_time);
  http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->refuse(error);
    self->answer();
  });
}

void HttpServer::Parts::Connection::refuse(const error_code& error) {
  if (error.category() != http::make_error_code(http::error::bad_method).category() ||
      error == http::error::end_of_stream || error == http::error::partial_message) {
    return close();
  }
  head_only_ = false;
  send(error_response(status_of(error), "bad_request", "this is no request that can be taken: " + error.message()),
       false);
}

void HttpServer::Parts::Connection::answer() {
  stream_.expires_never();
  answering_ = true;
  // A connection ends on the network's thread, so the worker hands over the last it has of it.
  asio::post(server_->workers,
             [self = shared_from_this(), request = take_request(), keep = parser_->keep_alive()]() mutable {
               Response response;
               try {
                 response = self->server_->handler(request, self->server_->stopping.get_token());
               } catch (const std::exception& error) {
                 spdlog::error("{} {}: {}", request.method, request.path(), error.what());
                 response = error_response(500, "failed", "the hub failed to answer; its log says why");
               }
               asio::io_context& context = self->server_->context;
               asio::post(context, [self = std::move(self), keep, response = std::move(response)]() mutable {
                 self->send(std::move(response), keep);
               });
             });
}

Request HttpServer::Parts::Connection::take_request() {
  auto& message = parser_->get();
  head_only_ = message.method() == http::verb::head;
  Request request{.method = std::string(message.method_string()),
                  .target = std::string(message.target()),
                  .headers = {},
                  .body = std::move(message.body()),
                  .remote_address = peer_,
                  .secure = stream_.secure()};
  for (const auto& field : message) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  if (!server_->options.trusted_proxies.contains(peer_)) return request;
  const std::string_view scheme = message["X-Forwarded-Proto"];
  if (!scheme.empty()) request.secure = beast::iequals(scheme, "https");
  // A trusted proxy appends the address that it saw.
  const std::string_view forwarded = message["X-Forwarded-For"];
  if (!forwarded.empty()) {
    const std::string_view last = forwarded.substr(forwarded.rfind(',') + 1);
    const std::size_t first = last.find_first_not_of(' ');
    if (first != std::string_view::npos) request.remote_address = last.substr(first);
  }
  return request;
}

// What the answer says of itself; those of the connection are the server's own.
template <class Message>
void HttpServer::Parts::Connection::put_head(const Response& response, bool keep, Message& message) {
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  for (const HttpHeader& header : response.headers) {
    if (!is_for_the_connection(header.name) && is_sendable(header)) message.insert(header.name, header.value);
  }
  if (stream_.secure()) message.set(http::field::strict_transport_security, "max-age=31536000");
  message.keep_alive(keep);
}

// Its end is the connection's.
void HttpServer::Parts::Connection::send_stream(const Response& response) {
  http::response<http::empty_body> head;
  put_head(response, false, head);
  answering_ = false;
  answered_ = true;
  parser_.reset();
  std::make_shared<StreamWriter<decltype(stream_)>>(stream_, shared_from_this(), response.stream,
                                                    server_->options.write_time, [this] { close(); })
      ->start(std::move(head));
}

void HttpServer::Parts::Connection::send(Response response, bool keep) {
  if (response.stream && !head_only_ && !server_->stopping.stop_requested()) return send_stream(response);
  if (response.stream) response.stream->end();
  keep = keep && !server_->stopping.stop_requested();
  response_ = {};
  put_head(response, keep, response_);
  const bool bodiless = response.status < 200 || response.status == 204 || response.status == 304;
  if (!bodiless) response_.body() = std::move(response.body);
  response_.prepare_payload();
  if (head_only_) response_.body().clear();  // the length stays
  stream_.expires_after(server_->options.write_time);
  http::async_write(stream_, response_, [self = shared_from_this(), keep](error_code error, std::size_t) {
    self->answering_ = false;
    self->answered_ = true;
    if (error) return self->close();
    if (!keep || self->server_->stopping.stop_requested()) return self->part();
    self->read_head();
  });
  answering_ = true;
}

}  // namespace lt::api
