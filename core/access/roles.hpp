// Who may do what: five roles, what each may, and the person or program that asks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access {

enum class Role : std::uint8_t { viewer, operating, administrator, auditor, vendor };

inline constexpr std::array roles = {Role::viewer, Role::operating, Role::administrator, Role::auditor, Role::vendor};

// What a route asks of its caller, the least first.
enum class Right : std::uint8_t {
  none,        // nobody need be signed in
  self,        // whoever is signed in, about himself
  look,        // systems, flows, runs, figures, units, connectors; no person's data
  letters,     // dead letters one by one, persons' data masked
  records,     // canonical rows, persons' data masked
  unmask,      // persons' data as they are, for a purpose that is logged
  operate,     // run, pause, replay, mend, dismiss
  audit,       // the log of what was done
  administer,  // users, tokens
};

std::string_view to_string(Role role);    // "viewer", "operator" …
std::string_view to_string(Right right);  // as scopes of tokens name it
std::optional<Role> role_named(std::string_view name);
// Of a scope; `none` and `self` are none.
std::optional<Right> scope_named(std::string_view name);
std::vector<std::string> role_names();
std::vector<std::string> scope_names();

bool may(Role role, Right right);

// Who asks. A guest has no name and may nothing but what needs no right.
struct Identity {
  std::string user = {};
  Role role = Role::viewer;
  std::set<std::string, std::less<>> systems = {};  // of a vendor: the only ones that it sees
  std::optional<std::set<Right>> scopes = {};       // of a token: the most that it may of what its user may
  std::string session = {};                         // hash of its token; empty where a token speaks
  bool must_change_password = false;                // and may do nothing else before
  bool by_oidc = false;                             // has no password here

  bool guest() const { return user.empty(); }
  bool may(Right right) const;
  bool sees(std::string_view system) const { return role != Role::vendor || systems.contains(system); }
};

}  // namespace lt::access
