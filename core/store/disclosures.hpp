// The statements of the disclosure log, the same wherever it is kept.
#pragma once

#include "store/by_rows.hpp"
#include "store/delivery.hpp"

#include <span>
#include <vector>

namespace lt::store {

// Tables of the log; nothing where they stand.
extern const char* const disclosure_tables;

// Within a transaction of the connection; `far` as it says.
void write_disclosures(const Prepared& prepared, bool far, RunId run, const DisclosedFields& fields,
                       std::span<const Disclosure> disclosures, Milliseconds now);
// The log of one row, the latest first, before one of its lines (0: from the latest); `part` of the places is this one.
std::vector<DisclosureEntry> read_disclosures(const Prepared& prepared, RowId row, int limit, std::int64_t before,
                                              std::int64_t DisclosurePlace::* part);
// The log of many rows, in no order, without their entities.
std::vector<DisclosedDocument> read_documents(const Prepared& prepared, bool far, std::span<const RowId> rows);

}  // namespace lt::store
