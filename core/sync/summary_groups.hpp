// Groups of a summary as records: all rows counted in one pass, one document a group.
#pragma once

#include "sync/derive_run.hpp"
#include "sync/linked_rows.hpp"
#include "sync/record_source.hpp"

#include <functional>
#include <set>
#include <string>

namespace lt::sync {

// Adds every row of the summary's entity to the tally; `refused` hears of those that cannot be counted.
using RefusedRow = std::function<void(store::RowId, model::Reason)>;
void count_rows(const mapping::Summary& summary, const store::Store& store, mapping::Tally& tally,
                const RefusedRow& refused, const std::stop_token& stop);

// One use. Rows that change while it counts are counted as they were or as they are, once each; the next run sees them
// as they are.
class SummaryGroups : public RecordSource {
 public:
  SummaryGroups(const DeriveFlow& flow, const store::Store& store, const Clock& clock);

  // Reads nothing where nothing that counts has changed since `state`, and the day is still the same for a window.
  void read(const std::string& state, BatchCollector& into, const std::stop_token& stop) override;

 private:
  std::string state_now(store::Seq seq) const;
  bool changed_since(const std::string& state);
  void count(mapping::Tally& tally, BatchCollector& into, const std::stop_token& stop);
  void withdraw_vanished(const std::set<std::string>& said, BatchCollector& into);
  void settle_letters(const std::set<std::string>& said, BatchCollector& into);

  const DeriveFlow& flow_;
  const store::Store& store_;
  store::Reader reader_;
  Milliseconds now_;
  int entity_;
  LinkedRows linked_;
  std::uint64_t fingerprint_;
  std::set<std::string> refused_;  // keys of rows that cannot be counted
};

}  // namespace lt::sync
