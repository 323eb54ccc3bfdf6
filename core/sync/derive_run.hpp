// One run of a derive flow: what the hub holds, mapped outwards and inwards again, as records of the hub itself.
#pragma once

#include "mapping/in_mapping.hpp"
#include "mapping/out_mapping.hpp"
#include "mapping/summary.hpp"
#include "sync/in_run.hpp"

#include <memory>

namespace lt::sync {

// Either rows or a summary is set.
struct DeriveFlow {
  const FlowDefinition& definition;
  std::shared_ptr<const mapping::OutMapping> rows;
  std::shared_ptr<const mapping::Summary> summary;
  std::shared_ptr<const mapping::InMapping> mapping;
};

// As run_in. A row that is gone, or that the filter now keeps back, withdraws what it had said; so does a group of a
// summary that no row supports any more.
RunResult run_derived(const DeriveFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                      const std::stop_token& stop);
DryRun dry_run_derived(const DeriveFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                       std::size_t samples, const std::stop_token& stop);

}  // namespace lt::sync
