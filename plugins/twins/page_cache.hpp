// Bodies made once and served many times, within a bound of memory; the oldest go first.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace lt::twins {

// Safe from many threads.
class PageCache {
 public:
  explicit PageCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  template <class Make>
  std::shared_ptr<const std::string> get(const std::string& key, Make make) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = bodies_.find(key); found != bodies_.end()) return found->second;
    }
    auto body = std::make_shared<const std::string>(make());
    const std::lock_guard lock(mutex_);
    if (body->size() > most_bytes_ || !bodies_.emplace(key, body).second) return body;
    order_.push_back(key);
    bytes_ += body->size();
    while (bytes_ > most_bytes_) {
      const auto oldest = bodies_.find(order_.front());
      bytes_ -= oldest->second->size();
      bodies_.erase(oldest);
      order_.pop_front();
    }
    return body;
  }

 private:
  std::size_t most_bytes_, bytes_ = 0;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const std::string>> bodies_;
  std::list<std::string> order_;
};

}  // namespace lt::twins
