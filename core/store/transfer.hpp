// Whole stores between databases: moved, backed up into a file, restored from it, brought to the present form.
#pragma once

#include "store/store.hpp"
#include "store/table_stream.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::store {

struct TransferredTable {
  std::string name;
  TableContent content;  // the same at both ends
};

// All throw Error: unavailable (a hub serves one of the two, a database does not answer), misconfigured (the target
// holds rows, the source is of another form), cancelled, failed (what arrived is not what left).

// Nobody else writes to either meanwhile. Once cut off, the same call goes on where it stood; until it has ended nobody
// can open the target as a store.
std::vector<TransferredTable> move_store(const Options& from, const Options& to, const model::Model& model,
                                         const std::stop_token& stop);

// Into a new file, which is a store of SQLite for itself with the log of answers in it: as the store stood at one
// moment, while a hub may serve it.
std::vector<TransferredTable> back_up_store(const Options& from, const std::filesystem::path& file,
                                            const model::Model& model, const std::stop_token& stop);

// Into a store that holds nothing; goes on as move_store does.
std::vector<TransferredTable> restore_store(const std::filesystem::path& file, const Options& to,
                                            const model::Model& model, const std::stop_token& stop);

struct Migrated {
  int from = 0;  // form; 0: there was no store
  int to = 0;
  std::vector<std::string> done;  // what was made or changed, a line each
};
// While no hub serves it.
Migrated migrate_store(const Options& options, const model::Model& model);

// Writes the store's database anew without what was deleted (Connection::rewrite). While no hub serves it.
void compact_store(const Options& options);

}  // namespace lt::store
