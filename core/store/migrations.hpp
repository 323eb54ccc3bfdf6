// The store's own tables, by numbered steps from an empty file to the present form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

class Connection;

// The version that this program writes.
int schema_version();

// Version of the file; 0 for an empty one. Throws Error: failed where it is a database of something else, misconfigured
// where it is unfinished.
int stored_version(Connection& connection);

// Brings the file to schema_version(), each step in its own transaction, and says what each brought. Throws
// Error{misconfigured} where the file is newer than this program.
std::vector<std::string> migrate(Connection& connection);

// Whether another store is on its way into this one and not yet all there: nobody may open it.
bool is_unfinished(Connection& connection);
// Within a transaction; until the rows of `meta` are exchanged for those of the source.
void mark_unfinished(Connection& connection, std::string_view source);

}  // namespace lt::store
