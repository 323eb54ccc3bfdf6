// What SOCI's exceptions mean.
#pragma once

#include "database.hpp"

namespace soci {
class soci_error;
}

namespace lt::sql_table {

DatabaseError meaning(const soci::soci_error& error);
/// Of one that came before there was a connection: libpq has only words for it.
DatabaseError meaning_of_connecting(const soci::soci_error& error);

/// Of PostgreSQL's SQLSTATE.
Reaction reaction_to_sqlstate(std::string_view state);
/// The SQLSTATE that SOCI puts behind an ODBC driver's message; none where the driver says nothing in particular.
std::optional<std::string_view> sqlstate_in(std::string_view message);
/// Of SQLite's extended result code.
Reaction reaction_to_sqlite(int code);
/// Of the words of MySQL, of ODBC drivers and of libpq when it connects, for whose codes SOCI has no place.
std::optional<Reaction> reaction_to_words(std::string_view message);

}  // namespace lt::sql_table
