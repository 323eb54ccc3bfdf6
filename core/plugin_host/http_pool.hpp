// Connections that wait for their next request, by where they lead.
#pragma once

#include "plugin_host/http_connection.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace lt::plugin_host {

// Thread-safe. A place is everything that makes two connections alike: origin, proxy, certificates.
class HttpPool {
 public:
  HttpPool(std::size_t max_idle_per_place, std::chrono::milliseconds max_idle_time)
      : max_idle_per_place_(max_idle_per_place), max_idle_time_(max_idle_time) {}

  // The one used last, so that the others may age; null where none is fit.
  std::unique_ptr<HttpConnection> take(const std::string& place);
  void give_back(const std::string& place, std::unique_ptr<HttpConnection> connection);

 private:
  struct Idle {
    std::unique_ptr<HttpConnection> connection;
    std::chrono::steady_clock::time_point since;
  };
  using Old = std::deque<Idle>;

  // What has waited too long, of every place; closed by the caller outside the lock.
  Old take_aged();

  const std::size_t max_idle_per_place_;
  const std::chrono::milliseconds max_idle_time_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Idle>> idle_;
};

}  // namespace lt::plugin_host
