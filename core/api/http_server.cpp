// Takes clients on one thread for the network; a pool of threads makes the answers.
#include "api/http_connection.hpp"

#include <boost/asio/post.hpp>

#include <tuple>
#include <vector>

namespace lt::api {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

HttpServer::Parts::Parts(ServerOptions its_options, Handler its_handler)
    : options(std::move(its_options)),
      handler(std::move(its_handler)),
      tls(options.tls ? std::make_unique<TlsIdentity>(*options.tls) : nullptr),
      fingerprint(tls ? tls->fingerprint() : std::string()),
      queue(options.socket ? options.socket : std::make_shared<ListeningSocket>(options.listen)),
      acceptor(queue->acceptor(context)),
      pause(context),
      last_call(context),
      workers(options.workers),
      port(queue->port()) {}

void HttpServer::Parts::accept() {
  acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) {
      // No file handles left, most likely: wait until some connections have ended.
      self->pause.expires_after(std::chrono::milliseconds(200));
      self->pause.async_wait([self](error_code) { self->accept(); });
      return;
    }
    if (self->connections.size() < self->options.most_connections) {
      std::make_shared<Connection>(self, std::move(socket))->begin();
    }
    if (!self->stopping.stop_requested()) self->accept();
  });
}

// A client that has just come, or is in the middle of its request, cannot know that this server stops: it is answered.
void HttpServer::Parts::close_all() {
  error_code ignored;
  std::ignore = acceptor.close(ignored);
  queue.reset();
  pause.cancel();
  to_all(&Connection::close_if_idle);
  last_call.expires_after(options.last_call);
  last_call.async_wait([this](error_code error) {
    if (!error) to_all(&Connection::close_soon);
  });
}

void HttpServer::Parts::to_all(void (Connection::*end)()) {
  const std::vector<Connection*> now(connections.begin(), connections.end());
  for (Connection* connection : now) (connection->*end)();
}

HttpServer::HttpServer(ServerOptions options, Handler handler)
    : parts_(std::make_shared<Parts>(std::move(options), std::move(handler))) {
  parts_->accept();
  parts_->network = std::thread([parts = parts_.get()] { parts->context.run(); });
}

HttpServer::~HttpServer() { stop(std::chrono::hours(1)); }

std::uint16_t HttpServer::port() const { return parts_->port; }

std::size_t HttpServer::connections() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->alive;
}
std::string HttpServer::fingerprint() const { return parts_->fingerprint; }

bool HttpServer::stop(std::chrono::milliseconds within) {
  if (!parts_->network.joinable()) return true;
  parts_->stopping.request_stop();
  asio::post(parts_->context, [parts = parts_] { parts->close_all(); });
  const auto gone = [this](std::chrono::milliseconds most) {
    std::unique_lock lock(parts_->mutex);
    return parts_->emptied.wait_for(lock, most, [this] { return parts_->alive == 0; });
  };
  if (!gone(within / 2)) {
    asio::post(parts_->context, [parts = parts_] {
      parts->to_all(&Parts::Connection::close);
    });  // clients that do not take their answer
    if (!gone(within / 2)) return false;
  }
  parts_->workers.join();
  asio::post(parts_->context, [parts = parts_] { parts->last_call.cancel(); });
  parts_->work.reset();
  parts_->network.join();
  return true;
}

}  // namespace lt::api
