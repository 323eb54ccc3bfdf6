// Last in, first out; what has aged is closed when anybody passes by.
#include "plugin_host/http_pool.hpp"

#include <utility>

namespace lt::plugin_host {

std::unique_ptr<HttpConnection> HttpPool::take(const std::string& place) {
  for (;;) {
    Old aged;
    std::unique_ptr<HttpConnection> connection;
    {
      const std::lock_guard lock(mutex_);
      aged = take_aged();
      const auto found = idle_.find(place);
      if (found == idle_.end()) return nullptr;
      connection = std::move(found->second.back().connection);
      found->second.pop_back();
      if (found->second.empty()) idle_.erase(found);
    }
    if (connection->is_quiet()) return connection;
  }
}

void HttpPool::give_back(const std::string& place, std::unique_ptr<HttpConnection> connection) {
  Old aged;
  const std::lock_guard lock(mutex_);
  aged = take_aged();
  auto& idle = idle_[place];
  idle.push_back({std::move(connection), std::chrono::steady_clock::now()});
  if (idle.size() > max_idle_per_place_) {
    aged.push_back(std::move(idle.front()));
    idle.pop_front();
  }
}

HttpPool::Old HttpPool::take_aged() {
  Old aged;
  const auto oldest = std::chrono::steady_clock::now() - max_idle_time_;
  for (auto place = idle_.begin(); place != idle_.end();) {
    auto& idle = place->second;
    while (!idle.empty() && idle.front().since < oldest) {
      aged.push_back(std::move(idle.front()));
      idle.pop_front();
    }
    place = idle.empty() ? idle_.erase(place) : std::next(place);
  }
  return aged;
}

}  // namespace lt::plugin_host
