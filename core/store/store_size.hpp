// How much room the store takes.
#pragma once

#include "store/store.hpp"

#include <cstdint>

namespace lt::store {

// Bytes of SQLite's files or of the PostgreSQL database. Throws Error where the server does not answer.
std::int64_t store_size(const Options& options);

}  // namespace lt::store
