// Codes and words of makers, as tables.
#include "database_error.hpp"

#include <soci/error.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>

namespace lt::sql_table {
namespace {

struct State {
  std::string_view begin;
  Reaction reaction;
};

// The first that fits counts. https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array states{
    State{"08", Reaction::unavailable},
    State{"57014", Reaction::transient},
    State{"57", Reaction::unavailable},
    State{"53", Reaction::unavailable},
    State{"25006", Reaction::unavailable},  // a standby that only reads
    State{"28", Reaction::denied},
    State{"42501", Reaction::denied},
    State{"23503", Reaction::dependency},
    State{"23", Reaction::permanent},
    State{"22", Reaction::permanent},
    State{"44", Reaction::permanent},
    State{"P0001", Reaction::permanent},  // a trigger that refuses
    State{"40", Reaction::transient},
    State{"55", Reaction::transient},
    State{"42", Reaction::misconfigured},
    State{"3", Reaction::misconfigured},
    State{"58", Reaction::unavailable},
    // Of ODBC itself: https://learn.microsoft.com/sql/odbc/reference/appendixes/appendix-a-odbc-error-codes
    State{"HYT", Reaction::unavailable},
    State{"IM", Reaction::misconfigured},
};

// https://www.sqlite.org/rescode.html
struct Code {
  int code;
  Reaction reaction;
};
constexpr std::array codes{
    Code{787, Reaction::dependency},  // SQLITE_CONSTRAINT_FOREIGNKEY
    Code{19, Reaction::permanent},   Code{20, Reaction::permanent},   Code{18, Reaction::permanent},
    Code{5, Reaction::unavailable},  Code{6, Reaction::unavailable},  Code{10, Reaction::unavailable},
    Code{13, Reaction::unavailable}, Code{14, Reaction::unavailable}, Code{7, Reaction::unavailable},
    Code{8, Reaction::denied},       Code{3, Reaction::denied},       Code{23, Reaction::denied}};

constexpr std::array words{State{"Deadlock found", Reaction::transient},
                           State{"Lock wait timeout", Reaction::transient},
                           State{"Cannot add or update a child row", Reaction::dependency},
                           State{"Cannot delete or update a parent row", Reaction::dependency},
                           State{"Duplicate entry", Reaction::permanent},
                           State{"cannot be null", Reaction::permanent},
                           State{"Data too long", Reaction::permanent},
                           State{"Incorrect", Reaction::permanent},
                           State{"Out of range", Reaction::permanent},
                           State{"constraint", Reaction::permanent},
                           State{"CONSTRAINT", Reaction::permanent},
                           State{"Data truncated", Reaction::permanent},
                           State{"doesn't have a default value", Reaction::permanent},
                           State{"Access denied", Reaction::denied},
                           State{"authentication failed", Reaction::denied},
                           State{"pg_hba.conf", Reaction::denied},
                           State{"role \"", Reaction::denied},
                           State{"command denied", Reaction::denied},
                           State{"gone away", Reaction::unavailable},
                           State{"Lost connection", Reaction::unavailable},
                           State{"Can't connect", Reaction::unavailable},
                           State{"Too many connections", Reaction::unavailable},
                           State{"read-only", Reaction::unavailable},
                           State{"server shutdown", Reaction::unavailable},
                           State{"Unknown column", Reaction::misconfigured},
                           State{"doesn't exist", Reaction::misconfigured},
                           State{"does not exist", Reaction::misconfigured}};

Reaction reaction_to_category(soci::soci_error::error_category category) {
  switch (category) {
    case soci::soci_error::connection_error:
    case soci::soci_error::system_error:
      return Reaction::unavailable;
    case soci::soci_error::no_privilege:
      return Reaction::denied;
    case soci::soci_error::constraint_violation:
      return Reaction::permanent;
    default:
      return Reaction::misconfigured;
  }
}

Reaction reaction_to(const soci::soci_error& error) {
  const auto message = error.get_error_message();
  if (const auto* postgres = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    return reaction_to_sqlstate(postgres->sqlstate());
  }
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    return reaction_to_sqlite(sqlite->result());
  }
  if (error.get_error_category() == soci::soci_error::connection_error) return Reaction::unavailable;
  if (const auto state = sqlstate_in(message)) return reaction_to_sqlstate(*state);
  return reaction_to_words(message).value_or(reaction_to_category(error.get_error_category()));
}

}  // namespace

std::optional<std::string_view> sqlstate_in(std::string_view message) {
  constexpr std::string_view before = "(SQL state ", unspecific = "HY000";
  const auto at = message.rfind(before);
  if (at == std::string_view::npos) return std::nullopt;
  const auto state = message.substr(at + before.size(), unspecific.size());
  return state == unspecific ? std::nullopt : std::optional(state);
}

Reaction reaction_to_sqlstate(std::string_view state) {
  const auto found =
      std::find_if(states.begin(), states.end(), [&](const State& s) { return state.starts_with(s.begin); });
  return found == states.end() ? Reaction::misconfigured : found->reaction;
}

Reaction reaction_to_sqlite(int code) {
  const auto find = [](int wanted) {
    return std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == wanted; });
  };
  auto found = find(code);
  if (found == codes.end()) found = find(code & 0xFF);
  return found == codes.end() ? Reaction::misconfigured : found->reaction;
}

std::optional<Reaction> reaction_to_words(std::string_view message) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const State& word) {
    return message.find(word.begin) != std::string_view::npos;
  });
  if (found == words.end()) return std::nullopt;
  return found->reaction;
}

DatabaseError meaning(const soci::soci_error& error) { return {reaction_to(error), error.get_error_message()}; }

DatabaseError meaning_of_connecting(const soci::soci_error& error) {
  const auto message = error.get_error_message();
  return {reaction_to_words(message).value_or(Reaction::unavailable), message};
}

}  // namespace lt::sql_table
