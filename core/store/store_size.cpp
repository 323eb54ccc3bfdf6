// Files as the disk says, a database as its server says.
#include "store/store_size.hpp"

#include "store/connection.hpp"

namespace lt::store {

std::int64_t store_size(const Options& options) {
  if (!options.url.empty())
    return connect({.path = {}, .read_only = true, .url = options.url})
        ->integer("SELECT pg_database_size(current_database())");
  std::int64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code error;
    const auto size = std::filesystem::file_size(options.path.string() + part, error);
    if (!error) bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

}  // namespace lt::store
