// The order of signing in: lock-out, password, code, session, log.
#include "access/access.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"

namespace lt::access {
namespace {

constexpr int most_waiting = 8;

std::string_view act_of(Entry entry) {
  switch (entry) {
    case Entry::welcome:
      return "sign_in";
    case Entry::code_wanted:
      return "sign_in_code_wanted";
    case Entry::wait:
      return "sign_in_locked_out";
    case Entry::busy:
    case Entry::refused:
    case Entry::name_taken:
      break;
  }
  return "sign_in_refused";
}

// As much of a name that somebody typed as a log should hold.
std::string shown_name(const std::string& typed) {
  std::string shown;
  repair_utf8(std::string_view(typed).substr(0, 64), shown);
  return shown;
}

// A store beside which this lies may be named without a folder.
std::filesystem::path place_of(const Options& options) { return options.folder.empty() ? "." : options.folder; }

class Counting {
 public:
  explicit Counting(std::atomic<int>& count) : count_(count), place_(++count) {}
  ~Counting() { --count_; }
  Counting(const Counting&) = delete;
  bool in_time() const { return place_ <= most_waiting; }

 private:
  std::atomic<int>& count_;
  int place_;
};

}  // namespace

Access::Access(const Options& options, const Clock& clock)
    : database_(place_of(options) / "access.db"),
      keys_(SealingKeys::open_or_make(place_of(options) / "access_keys")),
      users_(database_, clock, keys_, options.cost),
      sessions_(database_, clock, options.times),
      lockout_(database_, clock, options.lockout),
      audit_(database_, clock),
      changes_(database_, clock) {}

std::optional<User> Access::checked(const std::string& user, std::string_view password) {
  const std::lock_guard lock(hashing_);
  return users_.with_password(user, password);
}

SignIn Access::attempt(const Attempt& attempt) {
  const Counting counting(waiting_);
  if (!counting.in_time()) return {.entry = Entry::busy, .wait = 1'000};
  if (const Milliseconds wait = lockout_.wait(attempt.user, attempt.address); wait > 0)
    return {.entry = Entry::wait, .wait = wait};
  const auto user = checked(attempt.user, attempt.password);
  if (user && user->has_totp && attempt.code.empty()) return {.entry = Entry::code_wanted};
  if (!user || (user->has_totp && !users_.take_code(user->name, attempt.code))) {
    lockout_.failed(attempt.user, attempt.address);
    return {.entry = Entry::refused};
  }
  lockout_.succeeded(user->name);
  return begin(user->name, attempt.address, attempt.former);
}

SignIn Access::begin(const std::string& user, const std::string& address, const std::string& former) {
  SignIn result{.entry = Entry::welcome, .token = sessions_.begin(user, address, former)};
  result.who = sessions_.find(result.token).value_or(Identity{});
  if (result.who.guest()) return {.entry = Entry::refused};  // disabled meanwhile
  return result;
}

SignIn Access::sign_in(const Introduction& introduction) {
  const auto user = users_.introduce(introduction.person);
  SignIn result{.entry = !user ? Entry::name_taken : Entry::refused};
  if (user && !user->disabled) result = begin(user->name, introduction.address, introduction.former);
  audit_.put({.who = result.who.user,
              .address = introduction.address,
              .act = act_of(result.entry),
              .subject = user ? user->name : shown_name(introduction.person.name),
              .detail = !user            ? "oidc: the name is another user's"
                        : user->disabled ? "oidc: disabled"
                                         : "oidc"});
  return result;
}

SignIn Access::sign_in(const Attempt& given) {
  SignIn result = attempt(given);
  if (result.entry == Entry::busy) return result;
  const std::string typed = shown_name(given.user);
  audit_.put({.who = result.who.user, .address = given.address, .act = act_of(result.entry), .subject = typed});
  return result;
}

void Access::sign_out(const Identity& who, std::string_view token, std::string_view address) {
  sessions_.end(token);
  audit_.put({.who = who.user, .address = address, .act = "sign_out", .subject = who.user});
}

Entry Access::change_password(const Identity& who, const std::string& present, const std::string& chosen,
                              const std::string& address) {
  if (who.by_oidc) throw Error(ErrorKind::misconfigured, "your password is the provider's; change it there");
  const Counting counting(waiting_);
  if (!counting.in_time()) return Entry::busy;
  if (lockout_.wait(who.user, address) > 0) return Entry::wait;
  if (!checked(who.user, present)) {
    lockout_.failed(who.user, address);
    return Entry::refused;
  }
  if (present == chosen) throw Error(ErrorKind::misconfigured, "the new password is the present one; choose another");
  users_.set_password(who.user, &chosen, who.session);
  audit_.put({.who = who.user, .address = address, .act = "password", .subject = who.user});
  return Entry::welcome;
}

}  // namespace lt::access
