// The people who may sign in.
#pragma once

#include "access/database.hpp"
#include "access/password.hpp"
#include "access/roles.hpp"
#include "base/clock.hpp"
#include "base/sealing.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access {

struct User {
  std::string name;
  Role role = Role::viewer;
  std::set<std::string, std::less<>> systems = {};  // of a vendor: what it sees
  bool disabled = false;
  bool must_change_password = false;  // it was made by the hub, for one sign-in
  bool has_totp = false;
  bool by_oidc = false;  // signs in at the provider and has no password here
  Milliseconds created = 0;
};

// Somebody whom an OpenID provider names.
struct Introduced {
  std::string subject;  // with its issuer: never another's
  std::string name;
  Role role = Role::viewer;
};

// Thread-safe. Every member throws Error misconfigured where there is no such user, or what is asked for cannot be.
class Users {
 public:
  // The keys seal the secrets of one-time codes.
  Users(Database& database, const Clock& clock, SealingKeys keys, PasswordCost cost)
      : database_(database), clock_(clock), keys_(std::move(keys)), cost_(cost) {}

  // A password that the user chose, or null: gives one for the first sign-in, where another must be chosen.
  std::string add(const User& user, const std::string* password);
  // The user of this subject, with the role that it has now; made where there is none. One who is disabled stays as he
  // is. Null where the name is another's: nobody is taken over.
  std::optional<User> introduce(const Introduced& person);
  std::vector<User> list();
  std::optional<User> find(std::string_view name);
  // Ends the user's sessions, and its tokens where it is disabled.
  void set_disabled(const std::string& name, bool disabled);
  // As add(); ends the user's sessions but `keep`.
  std::string set_password(const std::string& name, const std::string* password, std::string_view keep = {});
  // Gives the new secret; from now on a code is asked for.
  std::string turn_totp_on(const std::string& name);
  void turn_totp_off(const std::string& name);

  // Takes as long for a name that nobody bears. Null: no such user, one without a password, a wrong one, or disabled.
  std::optional<User> with_password(const std::string& name, std::string_view password);
  // Whether this is the present code; it counts once.
  bool take_code(const std::string& name, std::string_view code);

 private:
  void change(const std::string& name, const std::string& assignment, std::string_view value);
  void require_password(const std::string& name);

  Database& database_;
  const Clock& clock_;
  SealingKeys keys_;
  PasswordCost cost_;
};

}  // namespace lt::access
