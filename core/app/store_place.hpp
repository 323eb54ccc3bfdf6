// Where a store may be: a path, or the url of a PostgreSQL database, which leaves its password to libpq's own places.
#pragma once

#include <string_view>

namespace lt::app {

bool is_database_url(std::string_view text);
bool names_password(std::string_view url);

inline constexpr std::string_view no_password_here =
    "a password does not belong here: leave it out of the url and put it into ~/.pgpass or PGPASSWORD";

}  // namespace lt::app
