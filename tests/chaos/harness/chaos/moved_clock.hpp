// A clock that a test sets while the hub goes by it: the machine's, and so far ahead as a file says.
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>

namespace lt::chaos {

// The file as both sides see it.
class ClockFile {
 public:
  // Makes the file and names it in the environment, for programs that are started from now on. Throws
  // std::runtime_error.
  explicit ClockFile(const std::filesystem::path& file);
  // The file that the environment names; throws std::runtime_error where there is none.
  ClockFile();
  ~ClockFile();
  ClockFile(const ClockFile&) = delete;
  ClockFile& operator=(const ClockFile&) = delete;

  void set_ahead(Milliseconds time);
  Milliseconds ahead() const;

 private:
  void open(const char* file, int flags);

  std::int64_t* shared_ = nullptr;
};

class MovedClock : public Clock {
 public:
  Milliseconds now() const override { return SystemClock().now() + file_.ahead(); }

 private:
  ClockFile file_;
};

}  // namespace lt::chaos
