// getaddrinfo() on its own thread, waited for with a deadline and a stop.
#include "plugin_host/name_lookup.hpp"

#include "base/error.hpp"

#include <netdb.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace lt::plugin_host {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

struct Lookup {
  std::mutex mutex;
  std::condition_variable_any ready;
  bool done = false;
  int error = 0;
  std::vector<tcp::endpoint> endpoints;
};

void run(const std::shared_ptr<Lookup>& lookup, const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  std::vector<tcp::endpoint> endpoints;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    tcp::endpoint endpoint;
    if (each->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), each->ai_addr, each->ai_addrlen);
    endpoint.resize(each->ai_addrlen);
    endpoint.port(port);
    endpoints.push_back(endpoint);
  }
  if (found != nullptr) freeaddrinfo(found);
  const std::lock_guard lock(lookup->mutex);
  lookup->done = true;
  lookup->error = error;
  lookup->endpoints = std::move(endpoints);
  lookup->ready.notify_all();
}

}  // namespace

std::vector<tcp::endpoint> look_up(const std::string& host, std::uint16_t port, const Patience& patience) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return {tcp::endpoint(address, port)};

  auto lookup = std::make_shared<Lookup>();
  std::thread(run, lookup, host, port).detach();
  std::unique_lock lock(lookup->mutex);
  const bool done =
      lookup->ready.wait_until(lock, patience.stop, patience.deadline, [&lookup] { return lookup->done; });
  if (patience.stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while looking up " + host);
  if (!done) throw Error(ErrorKind::unavailable, "looking up the name " + host + " takes too long");
  if (lookup->endpoints.empty())
    throw Error(ErrorKind::unavailable, "the name " + host + " is not known (" + gai_strerror(lookup->error) + ")");
  return std::move(lookup->endpoints);
}

}  // namespace lt::plugin_host
