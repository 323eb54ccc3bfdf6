// The door: signing in and out, and who a request's cookie or token stands for.
#pragma once

#include "access/audit_log.hpp"
#include "access/change_log.hpp"
#include "access/lockout.hpp"
#include "access/sessions.hpp"
#include "access/users.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>

namespace lt::access {

struct Options {
  std::filesystem::path folder;  // where access.db and the key of one-time codes lie, or are made
  PasswordCost cost = {};
  SessionTimes times = {};
  LockoutRule lockout = {};
};

enum class Entry : std::uint8_t {
  welcome,
  refused,      // name, password, code or all of them
  code_wanted,  // the password is right, and a one-time code is needed
  wait,         // too many failures
  busy,         // too many passwords are being checked at once
  name_taken,   // the provider's name of somebody is another user's
};

struct SignIn {
  Entry entry = Entry::refused;
  std::string token = {};  // of the new session
  Identity who = {};
  Milliseconds wait = 0;
};

struct Attempt {
  std::string user;
  std::string password;
  std::string code = {};
  std::string address;
  std::string former = {};  // token of the session that the request came with
};

// What the provider says of somebody, as it was checked.
struct Introduction {
  Introduced person = {};
  std::string address = {};
  std::string former = {};
};

// Thread-safe. The clock outlives it.
class Access {
 public:
  Access(const Options& options, const Clock& clock);

  // Stands in the audit log, whatever its end.
  SignIn sign_in(const Attempt& attempt);
  // Somebody whom the provider named: no password, no code, and no lock-out, all of which are the provider's matter.
  // Throws Error misconfigured where the name is none.
  SignIn sign_in(const Introduction& introduction);
  void sign_out(const Identity& who, std::string_view token, std::string_view address);
  // With the present password once more, held against the lock-out as a sign-in is. The session goes on, others end.
  // Throws Error misconfigured where the new one is none.
  Entry change_password(const Identity& who, const std::string& present, const std::string& chosen,
                        const std::string& address);

  Users& users() { return users_; }
  Sessions& sessions() { return sessions_; }
  AuditLog& audit() { return audit_; }
  const SealingKeys& keys() const { return keys_; }
  ChangeLog& changes() { return changes_; }

 private:
  SignIn attempt(const Attempt& attempt);
  SignIn begin(const std::string& user, const std::string& address, const std::string& former);
  std::optional<User> checked(const std::string& user, std::string_view password);

  Database database_;
  SealingKeys keys_;
  Users users_;
  Sessions sessions_;
  Lockout lockout_;
  AuditLog audit_;
  ChangeLog changes_;
  std::mutex hashing_;           // one password at a time: each takes 64 MiB
  std::atomic<int> waiting_{0};  // to be hashed
};

}  // namespace lt::access
