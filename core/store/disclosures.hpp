// The statements of the disclosure log, the same wherever it is kept.
#pragma once

#include "store/connection.hpp"
#include "store/delivery.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace lt::store {

// Tables of the log; nothing where they stand.
extern const char* const disclosure_tables;

// A statement of the connection, prepared once.
using Prepared = std::function<Statement&(const std::string&)>;

// Within a transaction of the connection; `far` as it says.
void write_disclosures(const Prepared& prepared, bool far, RunId run, const DisclosedFields& fields,
                       std::span<const Disclosure> disclosures, Milliseconds now);
// The log of one row, the latest first.
std::vector<DisclosureEntry> read_disclosures(const Prepared& prepared, RowId row, int limit);

}  // namespace lt::store
