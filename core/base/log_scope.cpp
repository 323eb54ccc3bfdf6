// One context a thread.
#include "base/log_scope.hpp"

#include <utility>

namespace lt {
namespace {

thread_local LogContext now;

}  // namespace

LogScope::LogScope(LogContext context) : before_(std::exchange(now, std::move(context))) {}

LogScope::~LogScope() { now = std::move(before_); }

const LogContext& LogScope::current() { return now; }

}  // namespace lt
