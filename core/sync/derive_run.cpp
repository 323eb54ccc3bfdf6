// Derive flows as in-runs from the hub's own store.
#include "sync/derive_run.hpp"

#include "sync/derived_rows.hpp"
#include "sync/summary_groups.hpp"

namespace lt::sync {
namespace {

std::unique_ptr<RecordSource> source_of(const DeriveFlow& flow, const store::Store& store, const Clock& clock) {
  if (flow.rows) return std::make_unique<DerivedRows>(flow, store, clock);
  return std::make_unique<SummaryGroups>(flow, store, clock);
}

}  // namespace

RunResult run_derived(const DeriveFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                      const std::stop_token& stop) {
  const auto source = source_of(flow, store, clock);
  return run_records({flow.definition, flow.mapping, *source}, store, clock, options, stop);
}

DryRun dry_run_derived(const DeriveFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                       std::size_t samples, const std::stop_token& stop) {
  const auto source = source_of(flow, store, clock);
  return dry_run_records({flow.definition, flow.mapping, *source}, store, clock, records, samples, stop);
}

}  // namespace lt::sync
