// The table of roles.
#include "access/roles.hpp"

#include <algorithm>

namespace lt::access {
namespace {

struct RoleRow {
  Role role;
  std::string_view name;
  std::initializer_list<Right> rights;
};

constexpr std::initializer_list<Right> of_viewer = {Right::look, Right::letters, Right::records};
constexpr std::initializer_list<Right> of_operator = {Right::look, Right::letters, Right::records, Right::unmask,
                                                      Right::operate};
constexpr std::initializer_list<Right> of_administrator = {
    Right::look, Right::letters, Right::records, Right::unmask, Right::operate, Right::audit, Right::administer};
constexpr std::initializer_list<Right> of_auditor = {Right::look, Right::letters, Right::records, Right::audit};
constexpr std::initializer_list<Right> of_vendor = {Right::look, Right::letters};

constexpr std::array<RoleRow, 5> table = {{{Role::viewer, "viewer", of_viewer},
                                           {Role::operating, "operator", of_operator},
                                           {Role::administrator, "administrator", of_administrator},
                                           {Role::auditor, "auditor", of_auditor},
                                           {Role::vendor, "vendor", of_vendor}}};

constexpr std::array<std::string_view, 9> right_names = {"none",   "self",    "look",  "letters",   "records",
                                                         "unmask", "operate", "audit", "administer"};

}  // namespace

std::string_view to_string(Role role) { return table.at(static_cast<std::size_t>(role)).name; }
std::string_view to_string(Right right) { return right_names.at(static_cast<std::size_t>(right)); }

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(table, name, &RoleRow::name);
  return found == table.end() ? std::nullopt : std::optional(found->role);
}

std::optional<Right> scope_named(std::string_view name) {
  const auto found = std::ranges::find(right_names, name);
  if (found == right_names.end() || found - right_names.begin() <= static_cast<int>(Right::self)) return std::nullopt;
  return static_cast<Right>(found - right_names.begin());
}

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  names.reserve(table.size());
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}

std::vector<std::string> scope_names() {
  return {right_names.begin() + static_cast<int>(Right::look), right_names.end()};
}

bool may(Role role, Right right) {
  if (right <= Right::self) return true;
  return std::ranges::count(table.at(static_cast<std::size_t>(role)).rights, right) != 0;
}

bool Identity::may(Right right) const {
  if (right == Right::none) return true;
  if (guest()) return false;
  return access::may(role, right) && (right == Right::self || !scopes || scopes->contains(right));
}

}  // namespace lt::access
