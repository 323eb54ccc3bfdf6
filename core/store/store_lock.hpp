// Who owns a store and a run: one hub a store, and runs that tell whether their process still lives.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lt::store {

// Holds `<store>.lock` (flock, with the pid inside) until it goes. Throws Error{unavailable} where another process
// serves the store, naming its pid.
class StoreLock {
 public:
  explicit StoreLock(const std::filesystem::path& store);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  int file_ = -1;
};

// The mark of one opened store in one process: "pid:start of process:number". Alive until it goes.
class Owner {
 public:
  Owner();
  ~Owner();
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  const std::string& mark() const { return mark_; }
  // Whether the process, and in this process the opened store, that left a mark is still there.
  static bool alive(std::string_view mark);

 private:
  std::string mark_;
};

}  // namespace lt::store
