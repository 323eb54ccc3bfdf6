// A queue between two threads of a run that holds few items, so that a fast reader waits for a slow writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace lt::sync {

// Thread-safe. close() lets the taker finish what is there; abandon() wakes both sides at once and drops the rest.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room; false where the queue was closed or abandoned, and the item is dropped.
  bool put(T item) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return items_.size() < capacity_ || closed_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    arrived_.notify_one();
    return true;
  }

  // Waits for an item; none where the queue is closed and empty.
  std::optional<T> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return !items_.empty() || closed_; });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    room_.notify_one();
    return item;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    arrived_.notify_all();
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    items_.clear();
    room_.notify_all();
    arrived_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable arrived_;
  std::deque<T> items_;
  std::size_t capacity_;
  bool closed_ = false;
};

}  // namespace lt::sync
