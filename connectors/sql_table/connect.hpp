// The settings as what a backend of SOCI wants to hear.
#pragma once

#include <lienthong/sdk/settings.hpp>

#include <string>

namespace lt::sql_table {

/// Throws Failure misconfigured for settings that do not fit the kind of database, unavailable for an SQLite file that
/// is not there, for SQLite would make one.
std::string connect_text(const sdk::Settings& settings, const std::string& password);

}  // namespace lt::sql_table
