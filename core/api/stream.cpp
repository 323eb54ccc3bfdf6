// A buffer between who tells and who writes.
#include "api/stream.hpp"

#include <utility>

namespace lt::api {

bool Stream::put(std::string_view bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return false;
    if (waiting_.size() + bytes.size() > most_waiting_) {
      ended_ = true;
      waiting_.clear();
    } else {
      waiting_ += bytes;
    }
  }
  tell();
  return !ended();
}

void Stream::end() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(ended_, true)) return;
  }
  tell();
}

bool Stream::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

void Stream::on_ready(std::function<void()> ready) {
  {
    const std::lock_guard lock(mutex_);
    ready_ = std::move(ready);
  }
  tell();
}

std::string Stream::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

// Outside the lock: it may take at once.
void Stream::tell() const {
  std::function<void()> ready;
  {
    const std::lock_guard lock(mutex_);
    ready = ready_;
  }
  if (ready) ready();
}

}  // namespace lt::api
