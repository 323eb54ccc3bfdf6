// Pages of W1 over HTTP, fetched on a thread of their own into a short queue.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace floor_bench {

class PageStream {
 public:
  // `url`: "http://127.0.0.1:8080/v1"; page N is asked for as `url`/records?page=N, from 1 to `pages`.
  PageStream(const std::string& url, int pages);
  ~PageStream();
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;

  // The next page with simdjson's padding behind its end as capacity; nothing after the last. Throws what the thread
  // met.
  std::optional<std::string> next();

 private:
  void fetch(const std::string& url, int pages);
  bool push(std::string page);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> pages_;
  std::string failure_;
  bool ended_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace floor_bench
