// How long who failed to sign in must wait: longer each time, by user and by address.
#pragma once

#include "access/database.hpp"
#include "base/clock.hpp"

#include <string>
#include <string_view>

namespace lt::access {

struct LockoutRule {
  int free = 5;                // failures that cost nothing
  Milliseconds first = 2'000;  // after the next one; doubled each time
  Milliseconds most = 900'000;
  Milliseconds forgotten = day_ms;  // after the last failure
};

// Thread-safe; outlives a restart.
class Lockout {
 public:
  Lockout(Database& database, const Clock& clock, LockoutRule rule = {})
      : database_(database), clock_(clock), rule_(rule) {}

  // How long a try of this user from this address must wait; 0: it may be made.
  Milliseconds wait(const std::string& user, const std::string& address);
  void failed(const std::string& user, const std::string& address);
  // The address keeps its own count, so that a guesser cannot clear it by a password that he knows.
  void succeeded(const std::string& user);

 private:
  Milliseconds wait_of(Database& database, const std::string& subject) const;

  Database& database_;
  const Clock& clock_;
  LockoutRule rule_;
};

}  // namespace lt::access
