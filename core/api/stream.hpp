// An answer without an end: what is put into it leaves as it comes, to a reader that keeps up.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace lt::api {

// Thread-safe.
class Stream {
 public:
  explicit Stream(std::size_t most_waiting = std::size_t{256} << 10) : most_waiting_(most_waiting) {}

  // False where it has ended: by end(), or because the reader leaves more than `most_waiting` bytes lying.
  bool put(std::string_view bytes);
  // What waits still leaves.
  void end();
  bool ended() const;

  // Of the server that writes it: called, on any thread, whenever there is something to take or the stream has ended.
  void on_ready(std::function<void()> ready);
  // What has come since the last time.
  std::string take();

 private:
  void tell() const;

  const std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::string waiting_;
  bool ended_ = false;
  std::function<void()> ready_;
};

}  // namespace lt::api
