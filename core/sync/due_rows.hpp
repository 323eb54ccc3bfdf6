// Decides for each row that is due what goes to the destination: maps it and compares with what was delivered last.
#pragma once

#include "base/clock.hpp"
#include "mapping/out_mapping.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"
#include "sync/linked_rows.hpp"
#include "sync/open_hours.hpp"
#include "sync/out_batch.hpp"
#include "sync/uncommitted.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::sync {

// Used by one thread.
class DueRows {
 public:
  DueRows(const store::Store& store, std::string flow, std::shared_ptr<const mapping::OutMapping> mapping,
          const Clock& clock, std::optional<OpenHours> hours = std::nullopt);
  // Of an out-flow, with its hours, and with its corrections where it has them.
  DueRows(const store::Store& store, const FlowDefinition& flow, std::shared_ptr<const mapping::OutMapping> mapping,
          const Clock& clock);

  // The next stretch of the change feed after `position`, which moves on; null where nothing is due. `committed`:
  // number of the last batch whose deliveries are stored.
  OutBatchPointer changed(store::FeedPosition& position, int limit, std::int64_t committed);
  // The next rows of all there are, by id, whatever was delivered before; null where there are no more.
  OutBatchPointer all(store::RowId& after, int limit);
  // Of the next `limit` of these rows, which are taken out: those that are due though they did not change, because the
  // system's own word of them did. Only when all that changed() gave is settled. Null where there are no more rows.
  OutBatchPointer spoken(std::vector<store::RowId>& rows, int limit);
  // Rows whose retry is due by `now`; null where there are none.
  OutBatchPointer retries(Milliseconds now, int limit);

 private:
  // The latest feed place among a due row and the rows that it refers to.
  store::Seq version_of(std::size_t position) const;
  // Leaves out rows that are due again after `up_to`.
  void decide_all(OutBatch& batch, const std::vector<store::Delivery>& before, store::FeedPosition up_to);
  // Holds back what may not go at this hour.
  void hold(OutItem& item, const store::Row& row) const;
  OutItem decide(std::size_t position, const store::Delivery* before, OutBatch& batch);
  mapping::OutRecord map(std::size_t position, Arena& arena);
  // The document of a row that the system itself speaks of otherwise; filtered where it says the same or nothing.
  mapping::OutRecord correction(std::size_t position, Arena& arena);

  const store::Store& store_;
  store::Reader reader_;
  std::string flow_;
  mapping::OutMapper mapper_;
  const Clock& clock_;
  int entity_;
  store::Rows due_;
  LinkedRows linked_;
  Uncommitted uncommitted_;
  std::int64_t next_number_ = 1;
  std::optional<OpenHours> hours_;
  int except_ = -1;  // the field whose rows go at any hour
  std::optional<Corrections> corrections_;
  std::string system_;  // whose word is corrected
};

}  // namespace lt::sync
