// The tables of a report, each from its figures, and what they share.
#pragma once

#include "report/document.hpp"

#include <initializer_list>

namespace lt::report {

// For a column's title: the text's key.
struct Heading {
  const char* key;
  double share = 1;
  bool numeric = false;
};
Table make_table(const Edition& edition, const char* id, const char* empty, std::initializer_list<Heading> columns);

Mark mark_of(Health health);
Cell health_cell(const Edition& edition, Health health);
Cell count_cell(const Edition& edition, std::int64_t value, Mark where_not_zero = Mark::none);
Cell percent_cell(const Edition& edition, std::int64_t part, std::int64_t whole);
// Why a flow is as it is; for a healthy one, what waits all the same.
std::string why(const FlowStatus& status, const Edition& edition);
// Causes that differ in their wording alone as one, the most frequent first.
std::vector<ReasonCount> lines_of(const std::vector<ReasonCount>& causes);

// The body's. `most` bounds the rows; what is left out is counted in the note.
Table summary_table(const SyncStatus& status, const Edition& edition);
Table systems_table(const SyncStatus& status, const Edition& edition);
Table reasons_table(const SyncStatus& status, const Edition& edition, std::size_t most);
Table actions_table(const SyncStatus& status, const Edition& edition, std::size_t most);
Table changes_table(const SyncStatus& status, const Edition& edition, std::size_t most);

// The appendices'.
Table freshness_table(const SyncStatus& status, const Edition& edition);
Table in_table(const SyncStatus& status, const Edition& edition);
Table out_table(const SyncStatus& status, const Edition& edition);

}  // namespace lt::report
