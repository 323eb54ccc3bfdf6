// Rows of an entity as records: what the change feed says since the last run, one document a row.
#pragma once

#include "sync/derive_run.hpp"
#include "sync/due_rows.hpp"
#include "sync/record_source.hpp"

namespace lt::sync {

// A record's key is "entity:row". One use.
class DerivedRows : public RecordSource {
 public:
  DerivedRows(const DeriveFlow& flow, const store::Store& store, const Clock& clock);

  void read(const std::string& state, BatchCollector& into, const std::stop_token& stop) override;

 private:
  static void give(const OutItem& item, BatchCollector& into);
  void withdraw_others(BatchCollector& into, const std::stop_token& stop);

  const DeriveFlow& flow_;
  const store::Store& store_;
  DueRows due_;
  std::uint64_t fingerprint_;
};

}  // namespace lt::sync
