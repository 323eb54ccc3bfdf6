// The store's own tables, by numbered steps from an empty file to the present form.
#pragma once

namespace lt::store {

class Connection;

// The version that this program writes.
int schema_version();

// Version of the file; 0 for an empty one. Throws Error{failed} where it is a database of something else.
int stored_version(Connection& connection);

// Brings the file to schema_version(), each step in its own transaction. Throws Error{misconfigured} where the file is
// newer than this program.
void migrate(Connection& connection);

}  // namespace lt::store
