// An out-run to a destination that takes whole lists: any change sends all rows that the filter lets through, at once.
#pragma once

#include "sync/delivery_writer.hpp"
#include "sync/due_rows.hpp"

#include <exception>
#include <stop_token>
#include <unordered_set>
#include <vector>

namespace lt::sync {

// What one list may hold; beyond it the run is refused, for a list is kept in memory.
struct ListLimits {
  std::size_t rows = 200'000;
  std::size_t bytes = std::size_t{64} << 20U;
};

// The ledger counts what changed: rows that are new in the list or differ are delivered, rows that left it are
// delivered as well, for the destination holds them no longer; rows that only go along are not due. An unchanged list
// is not sent. One use.
class WholeList {
 public:
  WholeList(const OutFlow& flow, store::Store& store, const Clock& clock, DeliveryWriter& writer,
            const ListLimits& limits = {});

  // What ended the run early; null where nothing did.
  std::exception_ptr run(const std::stop_token& stop);

 private:
  bool find_changes(const std::stop_token& stop);
  void settle_without_sending();
  void gather(const std::stop_token& stop);
  void take(OutItem item);
  SentBatch send(const std::stop_token& stop);

  const OutFlow& flow_;
  store::Store& store_;
  const Clock& clock_;
  DeliveryWriter& writer_;
  ListLimits limits_;
  DueRows due_;
  store::FeedPosition position_;
  std::unordered_set<store::RowId> due_rows_;
  std::vector<OutBatchPointer> quiet_;  // due rows of which nothing is to be sent, while that is all there is
  std::vector<OutItem> leaving_;        // due rows that the destination holds and shall not
  OutBatchPointer list_ = std::make_unique<OutBatch>();
  std::vector<OutBatchPointer> pages_;  // hold the documents of list_
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace lt::sync
