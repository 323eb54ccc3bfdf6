// The charts of a report, each from its figures.
#pragma once

#include "report/chart.hpp"
#include "report/sync_status.hpp"

namespace lt::report {

// Records read, stored, delivered and rejected in each part of the period.
Chart volumes_chart(const SyncStatus& status, const Edition& edition);
// How much of each part of the period each system was up, the least first; the last category is the whole period.
Chart availability_chart(const SyncStatus& status, const Edition& edition);
// Dead letters by cause, the most frequent first.
Chart causes_chart(const SyncStatus& status, const Edition& edition);

}  // namespace lt::report
