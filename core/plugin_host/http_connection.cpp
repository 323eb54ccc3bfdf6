// Asynchronous operations of Asio, each run to its end by the thread that asked.
#include "plugin_host/http_connection.hpp"

#include "plugin_host/name_lookup.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace lt::plugin_host {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Instant = std::chrono::steady_clock::time_point;

struct HttpConnection::Parts {
  asio::io_context context{1};
  tcp::socket socket{context};
  std::optional<asio::ssl::stream<tcp::socket&>> tls;

  struct Outcome {
    error_code error;
    std::size_t count = 0;
  };

  // Runs the operation that `start` begins; `doing` completes the sentence "no progress while …".
  template <typename Start>
  Outcome await(const Patience& patience, const char* doing, const Start& start) {
    Outcome outcome;
    bool done = false;
    const std::stop_callback wake(patience.stop, [this] { asio::post(context, [] {}); });
    context.restart();
    start([&outcome, &done](const error_code& error, std::size_t count = 0) {
      outcome = {error, count};
      done = true;
    });
    const Instant until = std::min(patience.deadline, std::chrono::steady_clock::now() + patience.silence);
    bool in_time = true;
    while (!done && in_time && !patience.stop.stop_requested()) in_time = context.run_one_until(until) > 0;
    if (done) return outcome;
    abandon(done);
    if (patience.stop.stop_requested()) throw Error(ErrorKind::cancelled, std::string("stopped while ") + doing);
    throw Error(ErrorKind::unavailable, std::string("time is up while ") + doing);
  }

  // The same, but what is not done in time is taken back and the socket stays open; none then.
  template <typename Start>
  std::optional<Outcome> attempt(Instant until, const std::stop_token& stop, const Start& start) {
    Outcome outcome;
    bool done = false;
    const std::stop_callback wake(stop, [this] { asio::post(context, [] {}); });
    context.restart();
    start([&outcome, &done](const error_code& error, std::size_t count = 0) {
      outcome = {error, count};
      done = true;
    });
    bool in_time = true;
    while (!done && in_time && !stop.stop_requested()) in_time = context.run_one_until(until) > 0;
    error_code ignored;
    if (!done) std::ignore = socket.cancel(ignored);
    while (!done && context.run_one() > 0) {
    }
    if (outcome.error == asio::error::operation_aborted) return std::nullopt;
    return outcome;
  }

  // The handler of the operation under way refers to the stack of await(), so it must have run before that returns.
  void abandon(const bool& done) {
    error_code ignored;
    std::ignore = socket.close(ignored);
    while (!done && context.run_one() > 0) {
    }
  }
};

namespace {

// A partner renews a certificate that is out of date by itself; every other distrust needs a person on our side.
void refuse_certificate(long verdict, const std::string& host) {
  const std::string why = X509_verify_cert_error_string(verdict);
  if (verdict == X509_V_ERR_CERT_HAS_EXPIRED || verdict == X509_V_ERR_CERT_NOT_YET_VALID)
    throw Error(ErrorKind::unavailable, "the certificate of " + host + " is out of date: " + why);
  throw Error(ErrorKind::misconfigured,
              "the certificate of " + host + " is not trusted: " + why +
                  "; if the system has its own authority, name its file in the system's TLS settings");
}

void expect_host(SSL* tls, const std::string& host) {
  error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str());
    return;
  }
  SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_set1_host(tls, host.c_str());
  SSL_set_tlsext_host_name(tls, host.c_str());
}

bool is_end(const error_code& error) { return error == asio::error::eof; }

}  // namespace

HttpConnection::HttpConnection() : parts_(std::make_unique<Parts>()) {}
HttpConnection::~HttpConnection() = default;

void HttpConnection::connect(const std::string& host, std::uint16_t port, const Patience& patience) {
  const auto endpoints = look_up(host, port, patience);
  error_code error;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    // An address that swallows packets must leave time for the ones after it.
    const auto now = std::chrono::steady_clock::now();
    const auto share = (patience.deadline - now) / static_cast<int>(endpoints.size() - i);
    Patience mine = patience;
    mine.silence = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(share), std::chrono::milliseconds(1));
    const bool last = i + 1 == endpoints.size();
    try {
      error = parts_
                  ->await(mine, "connecting",
                          [&](auto handler) { parts_->socket.async_connect(endpoints[i], std::move(handler)); })
                  .error;
    } catch (const Error& problem) {
      if (last || problem.kind() == ErrorKind::cancelled) throw;
      continue;
    }
    if (!error) break;
    error_code ignored;
    std::ignore = parts_->socket.close(ignored);
  }
  if (error)
    throw Error(ErrorKind::unavailable,
                "cannot connect to " + host + " port " + std::to_string(port) + ": " + error.message());
  std::ignore = parts_->socket.set_option(tcp::no_delay(true), error);
}

void HttpConnection::secure(const TlsContext& tls, const std::string& host, const Patience& patience) {
  auto& stream = parts_->tls.emplace(parts_->socket, tls.context());
  expect_host(stream.native_handle(), host);
  const error_code error =
      parts_
          ->await(patience, "agreeing on TLS",
                  [&](auto handler) { stream.async_handshake(asio::ssl::stream_base::client, std::move(handler)); })
          .error;
  const long verdict = SSL_get_verify_result(stream.native_handle());
  if (error && verdict != X509_V_OK) refuse_certificate(verdict, host);
  if (error) throw Error(ErrorKind::unavailable, "no TLS with " + host + ": " + error.message());
}

std::size_t HttpConnection::read_some(char* to, std::size_t size, const Patience& patience) {
  const auto [error, count] = parts_->await(patience, "waiting for the answer", [&](auto handler) {
    if (parts_->tls)
      parts_->tls->async_read_some(asio::buffer(to, size), std::move(handler));
    else
      parts_->socket.async_read_some(asio::buffer(to, size), std::move(handler));
  });
  if (error && !is_end(error)) throw ConnectionLost("the connection broke: " + error.message());
  return count;
}

std::size_t HttpConnection::try_read(char* to, std::size_t size, std::chrono::milliseconds time,
                                     const std::stop_token& stop) {
  const auto outcome = parts_->attempt(std::chrono::steady_clock::now() + time, stop, [&](auto handler) {
    if (parts_->tls)
      parts_->tls->async_read_some(asio::buffer(to, size), std::move(handler));
    else
      parts_->socket.async_read_some(asio::buffer(to, size), std::move(handler));
  });
  if (!outcome && stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while reading");
  if (!outcome) return 0;
  if (outcome->error) throw ConnectionLost("the connection ended: " + outcome->error.message());
  return outcome->count;
}

void HttpConnection::write(std::string_view head, std::string_view body, const Patience& patience) {
  // In pieces, so that a slow line may take long as long as it moves.
  constexpr std::size_t piece = 256U << 10U;
  while (!head.empty() || !body.empty()) {
    const std::string_view part = body.substr(0, piece);
    const std::array<asio::const_buffer, 2> both{asio::buffer(head.data(), head.size()),
                                                 asio::buffer(part.data(), part.size())};
    const error_code error = parts_
                                 ->await(patience, "sending the request",
                                         [&](auto handler) {
                                           if (parts_->tls)
                                             asio::async_write(*parts_->tls, both, std::move(handler));
                                           else
                                             asio::async_write(parts_->socket, both, std::move(handler));
                                         })
                                 .error;
    if (error) throw ConnectionLost("the connection broke while sending: " + error.message());
    head = {};
    body.remove_prefix(part.size());
  }
}

bool HttpConnection::is_quiet() const {
  char byte = 0;
  const auto seen = ::recv(parts_->socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace lt::plugin_host
