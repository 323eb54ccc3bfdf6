// Sessions and tokens as rows.
#include "access/sessions.hpp"

#include "access/digest.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/joined.hpp"

#include <ranges>
#include <sstream>

namespace lt::access {
namespace {

constexpr Milliseconds between_marks = minute_ms;  // a session's last use is kept to the minute

std::set<Right> scopes_of(const std::string& text) {
  std::set<Right> scopes;
  std::istringstream words(text);
  for (std::string word; words >> word;)
    if (const auto right = scope_named(word)) scopes.insert(*right);
  return scopes;
}

// From the columns name, role, systems, must_change, oidc <> ''.
Identity read_identity(const store::Statement& select) {
  Identity who{.user = select.string(0),
               .role = role_named(select.text(1)).value_or(Role::vendor),
               .must_change_password = select.integer(3) != 0,
               .by_oidc = select.integer(4) != 0};
  std::istringstream systems(select.string(2));
  for (std::string system; systems >> system;) who.systems.insert(system);
  return who;
}

void remove_old(Database& database, Milliseconds now, const SessionTimes& times) {
  store::Statement& remove = database.prepared("DELETE FROM session WHERE seen < ? OR created < ?");
  remove.bind(1, now - times.idle);
  remove.bind(2, now - times.longest);
  remove.run();
}

}  // namespace

std::string csrf_token_of(std::string_view session_token) {
  std::string text = "csrf ";
  text += session_token;
  return sha256(text);
}

std::string Sessions::begin(const std::string& user, std::string_view address, std::string_view former) {
  std::string token = new_token();
  const std::string id = sha256(token);
  const std::string former_id = sha256(former);
  const Milliseconds now = clock_.now();
  database_.write([&](Database& database) {
    remove_old(database, now, times_);
    store::Statement& remove = database.prepared("DELETE FROM session WHERE id = ?");
    remove.bind(1, std::string_view(former_id));
    remove.run();
    store::Statement& insert = database.prepared("INSERT INTO session VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, std::string_view(id));
    insert.bind(2, std::string_view(user));
    insert.bind(3, now);
    insert.bind(4, now);
    insert.bind(5, address);
    insert.run();
  });
  return token;
}

std::optional<Identity> Sessions::find(std::string_view token, bool counts_as_use) {
  const std::string id = sha256(token);
  const Milliseconds now = clock_.now();
  Milliseconds seen = 0;
  auto who = database_.read([&](Database& database) -> std::optional<Identity> {
    store::Statement& select = database.prepared(
        "SELECT u.name, u.role, u.systems, u.must_change, u.oidc <> '', s.seen FROM session s "
        "JOIN user u ON u.name = s.user "
        "WHERE s.id = ? AND s.seen >= ? AND s.created >= CASE u.oidc WHEN '' THEN ? ELSE ? END AND u.disabled = 0");
    const store::Resetting resetting(select);
    select.bind(1, std::string_view(id));
    select.bind(2, now - times_.idle);
    select.bind(3, now - times_.longest);
    select.bind(4, now - times_.longest_by_oidc);
    if (!select.step()) return std::nullopt;
    seen = select.integer(5);
    return read_identity(select);
  });
  if (!who) return std::nullopt;
  who->session = id;
  if (!counts_as_use || now - seen < between_marks) return who;
  database_.write([&](Database& database) {
    store::Statement& mark = database.prepared("UPDATE session SET seen = ? WHERE id = ?");
    mark.bind(1, now);
    mark.bind(2, std::string_view(id));
    mark.run();
  });
  return who;
}

void Sessions::end(std::string_view token) {
  const std::string id = sha256(token);
  database_.write([&](Database& database) {
    store::Statement& remove = database.prepared("DELETE FROM session WHERE id = ?");
    remove.bind(1, std::string_view(id));
    remove.run();
  });
}

std::string Sessions::make_token(const TokenInfo& info) {
  if (info.label.empty() || info.scopes.empty())
    throw Error(ErrorKind::misconfigured, "a token has a label, which says who uses it, and at least one scope");
  std::string token = new_token();
  const std::string id = sha256(token);
  const std::string scopes =
      joined(info.scopes | std::views::transform([](Right right) { return to_string(right); }), " ");
  database_.write([&](Database& database) {
    {
      store::Statement& select = database.prepared("SELECT role FROM user WHERE name = ? AND disabled = 0");
      const store::Resetting resetting(select);
      select.bind(1, std::string_view(info.user));
      if (!select.step()) throw Error(ErrorKind::misconfigured, "there is no user '" + info.user + "' who may sign in");
      const Role role = role_named(select.text(0)).value_or(Role::vendor);
      for (const Right right : info.scopes)
        if (!may(role, right))
          throw Error(ErrorKind::misconfigured, "the scope '" + std::string(to_string(right)) +
                                                    "' is more than a user of the role " +
                                                    std::string(to_string(role)) + " may");
    }
    store::Statement& insert = database.prepared("INSERT INTO api_token VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, std::string_view(id));
    insert.bind(2, std::string_view(info.user));
    insert.bind(3, std::string_view(info.label));
    insert.bind(4, std::string_view(scopes));
    insert.bind(5, clock_.now());
    insert.bind(6, info.expires);
    if (!insert.run_unless_taken())
      throw Error(ErrorKind::misconfigured, "'" + info.user + "' has a token '" + info.label + "' already; revoke it");
  });
  return token;
}

std::optional<Identity> Sessions::find_token(std::string_view token) {
  const std::string id = sha256(token);
  return database_.read([&](Database& database) -> std::optional<Identity> {
    store::Statement& select = database.prepared(
        "SELECT u.name, u.role, u.systems, 0, u.oidc <> '', t.scopes FROM api_token t JOIN user u ON u.name = t.user "
        "WHERE t.id = ? AND t.expires > ? AND (u.oidc = '' OR u.vouched > ?) AND u.disabled = 0");
    const store::Resetting resetting(select);
    select.bind(1, std::string_view(id));
    select.bind(2, clock_.now());
    select.bind(3, clock_.now() - times_.tokens_by_oidc);
    if (!select.step()) return std::nullopt;
    Identity who = read_identity(select);
    who.scopes = scopes_of(select.string(5));
    return who;
  });
}

std::vector<TokenInfo> Sessions::tokens() {
  return database_.read([&](Database& database) {
    store::Statement& select = database.prepared(
        "SELECT t.user, t.label, t.scopes, t.created, "
        "CASE u.oidc WHEN '' THEN t.expires ELSE min(t.expires, u.vouched + ?) END "
        "FROM api_token t JOIN user u ON u.name = t.user ORDER BY t.user, t.label");
    const store::Resetting resetting(select);
    select.bind(1, times_.tokens_by_oidc);
    std::vector<TokenInfo> tokens;
    while (select.step())
      tokens.push_back(
          {select.string(0), select.string(1), scopes_of(select.string(2)), select.integer(3), select.integer(4)});
    return tokens;
  });
}

bool Sessions::revoke_token(const std::string& user, const std::string& label) {
  return database_.write([&](Database& database) {
    store::Statement& remove = database.prepared("DELETE FROM api_token WHERE user = ? AND label = ?");
    remove.bind(1, std::string_view(user));
    remove.bind(2, std::string_view(label));
    return remove.run() > 0;
  });
}

}  // namespace lt::access
