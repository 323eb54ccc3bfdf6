// What the present thread works on, so that every line that it logs can say it.
#pragma once

#include <cstdint>
#include <string>

namespace lt {

struct LogContext {
  std::string flow = {};
  std::string system = {};
  std::int64_t run = 0;  // 0: none has begun
};

// Until its end lines of this thread belong to `context`; then again to what was before. Ends on the thread on which it
// began, the last one first.
class LogScope {
 public:
  explicit LogScope(LogContext context);
  ~LogScope();
  LogScope(const LogScope&) = delete;

  // Of this thread; empty where it works on nothing in particular.
  static const LogContext& current();

 private:
  LogContext before_;
};

}  // namespace lt
