// Users as rows.
#include "access/users.hpp"

#include "access/digest.hpp"
#include "access/totp.hpp"
#include "base/error.hpp"
#include "base/joined.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <sstream>

namespace lt::access {
namespace {

constexpr const char* user_columns =
    "SELECT name, role, systems, disabled, must_change, totp <> '', created, password, totp, totp_step, "
    "oidc <> '' FROM user ";

User read_user(const store::Statement& select) {
  User user{.name = select.string(0),
            .role = role_named(select.text(1)).value_or(Role::vendor),  // of a newer program: the least
            .disabled = select.integer(3) != 0,
            .must_change_password = select.integer(4) != 0,
            .has_totp = select.integer(5) != 0,
            .by_oidc = select.integer(10) != 0,
            .created = select.integer(6)};
  std::istringstream systems(select.string(2));
  for (std::string system; systems >> system;) user.systems.insert(system);
  return user;
}

bool is_name(std::string_view name, std::string_view signs = ".-_") {
  const auto fits = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits);
}

std::string bound_to(const std::string& name) { return "totp " + name; }

void end_sessions(Database& database, const std::string& name, std::string_view keep) {
  store::Statement& remove = database.prepared("DELETE FROM session WHERE user = ? AND id <> ?");
  remove.bind(1, std::string_view(name));
  remove.bind(2, keep);
  remove.run();
}

void end_tokens(Database& database, const std::string& name) {
  store::Statement& remove = database.prepared("DELETE FROM api_token WHERE user = ?");
  remove.bind(1, std::string_view(name));
  remove.run();
}

// The password to keep: the chosen one, held against the rules, or a new one.
std::string password_for(const std::string& user, const std::string* chosen) {
  if (chosen == nullptr) return one_time_password();
  const std::string fault = password_fault(*chosen, user);
  if (!fault.empty()) throw Error(ErrorKind::misconfigured, fault);
  return *chosen;
}

}  // namespace

std::string Users::add(const User& user, const std::string* password) {
  if (!is_name(user.name))
    throw Error(ErrorKind::misconfigured,
                "a user's name has 1 to 64 of a–z, 0–9, '.', '-' and '_'; '" + user.name + "' has others");
  if (user.role != Role::vendor && !user.systems.empty())
    throw Error(ErrorKind::misconfigured, "only a vendor is kept to systems; leave them out, or make it a vendor");
  const std::string chosen = password_for(user.name, password);
  const std::string hash = hash_password(chosen, cost_);
  const std::string systems = joined(user.systems, " ");
  const bool taken = !database_.write([&](Database& database) {
    store::Statement& insert = database.prepared(
        "INSERT INTO user (name, role, systems, password, must_change, created) VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, std::string_view(user.name));
    insert.bind(2, to_string(user.role));
    insert.bind(3, std::string_view(systems));
    insert.bind(4, std::string_view(hash));
    insert.bind(5, password == nullptr ? 1 : 0);
    insert.bind(6, clock_.now());
    return insert.run_unless_taken();
  });
  if (taken) throw Error(ErrorKind::misconfigured, "there is a user '" + user.name + "' already");
  return chosen;
}

std::optional<User> Users::introduce(const Introduced& person) {
  std::string name = person.name;
  for (char& letter : name)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  if (!is_name(name, ".-_@"))
    throw Error(ErrorKind::misconfigured,
                "the provider's name of this person cannot be a user's: it has 1 to 64 of a–z, 0–9, '.', '-', '_' and "
                "'@'; name another claim as user_claim");
  return database_.write([&](Database& database) -> std::optional<User> {
    store::Statement& insert = database.prepared(
        "INSERT INTO user (name, role, systems, password, must_change, created, oidc) VALUES (?, ?, '', '', 0, ?, ?)");
    insert.bind(1, std::string_view(name));
    insert.bind(2, to_string(person.role));
    insert.bind(3, clock_.now());
    insert.bind(4, std::string_view(person.subject));
    insert.run_unless_taken();  // by the subject itself, or by another
    store::Statement& update =
        database.prepared("UPDATE user SET role = ?, vouched = ? WHERE oidc = ? AND disabled = 0");
    update.bind(1, to_string(person.role));
    update.bind(2, clock_.now());
    update.bind(3, std::string_view(person.subject));
    update.run();
    store::Statement& select = database.prepared(std::string(user_columns) + "WHERE oidc = ?");
    const store::Resetting resetting(select);
    select.bind(1, std::string_view(person.subject));
    if (!select.step()) return std::nullopt;
    return read_user(select);
  });
}

std::vector<User> Users::list() {
  return database_.read([&](Database& database) {
    store::Statement& select = database.prepared(std::string(user_columns) + "ORDER BY name");
    const store::Resetting resetting(select);
    std::vector<User> users;
    while (select.step()) users.push_back(read_user(select));
    return users;
  });
}

std::optional<User> Users::find(std::string_view name) {
  return database_.read([&](Database& database) -> std::optional<User> {
    store::Statement& select = database.prepared(std::string(user_columns) + "WHERE name = ?");
    const store::Resetting resetting(select);
    select.bind(1, name);
    if (!select.step()) return std::nullopt;
    return read_user(select);
  });
}

void Users::change(const std::string& name, const std::string& assignment, std::string_view value) {
  const int changed = database_.write([&](Database& database) {
    store::Statement& update = database.prepared("UPDATE user SET " + assignment + " WHERE name = ?2");
    update.bind(1, value);
    update.bind(2, std::string_view(name));
    return update.run();
  });
  if (changed > 0) return;
  std::vector<std::string> names;
  for (auto& user : list()) names.push_back(std::move(user.name));
  throw Error(ErrorKind::misconfigured, "there is no user '" + name + "'" + suggestion(name, names));
}

void Users::set_disabled(const std::string& name, bool disabled) {
  change(name, "disabled = ?1", disabled ? "1" : "0");
  if (!disabled) return;
  database_.write([&](Database& database) {
    end_sessions(database, name, "");
    end_tokens(database, name);
  });
}

void Users::require_password(const std::string& name) {
  const auto user = find(name);
  if (user && user->by_oidc)
    throw Error(ErrorKind::misconfigured,
                "'" + name + "' signs in at the provider and has neither password nor code here");
}

std::string Users::set_password(const std::string& name, const std::string* password, std::string_view keep) {
  require_password(name);
  const std::string chosen = password_for(name, password);
  change(name, std::string("must_change = ") + (password == nullptr ? "1" : "0") + ", password = ?1",
         hash_password(chosen, cost_));
  database_.write([&](Database& database) { end_sessions(database, name, keep); });
  return chosen;
}

std::string Users::turn_totp_on(const std::string& name) {
  require_password(name);
  std::string secret = new_totp_secret();
  change(name, "totp_step = 0, totp = ?1", keys_.seal(secret, bound_to(name)));
  return secret;
}

void Users::turn_totp_off(const std::string& name) { change(name, "totp = ?1", ""); }

std::optional<User> Users::with_password(const std::string& name, std::string_view password) {
  // What a name is checked against that nobody bears.
  static const std::string nobody = hash_password(one_time_password(), cost_);
  std::string hash;
  std::optional<User> user = database_.read([&](Database& database) -> std::optional<User> {
    store::Statement& select = database.prepared(std::string(user_columns) + "WHERE name = ?");
    const store::Resetting resetting(select);
    select.bind(1, std::string_view(name));
    if (!select.step()) return std::nullopt;
    hash = select.string(7);
    return read_user(select);
  });
  const bool has_one = user && !user->by_oidc;
  const bool fits = fits_password(has_one ? hash : nobody, password);
  if (!has_one || !fits || user->disabled) return std::nullopt;
  return user;
}

bool Users::take_code(const std::string& name, std::string_view code) {
  return database_.write([&](Database& database) {
    std::string sealed;
    std::int64_t used = 0;
    {
      store::Statement& select = database.prepared(std::string(user_columns) + "WHERE name = ?");
      const store::Resetting resetting(select);
      select.bind(1, std::string_view(name));
      if (!select.step()) return false;
      sealed = select.string(8);
      used = select.integer(9);
    }
    const auto step = fitting_step(keys_.open(sealed, bound_to(name)), code, clock_.now(), used);
    if (!step) return false;
    store::Statement& update = database.prepared("UPDATE user SET totp_step = ? WHERE name = ?");
    update.bind(1, *step);
    update.bind(2, std::string_view(name));
    update.run();
    return true;
  });
}

}  // namespace lt::access
