// How a run's line of the ledger is read from a row.
#pragma once

#include "store/connection.hpp"
#include "store/ledger.hpp"

#include <string>

namespace lt::store {

// Columns in the order that read_run() expects.
extern const char* const run_columns;
Run read_run(const Statement& statement);

}  // namespace lt::store
