// Sends a batch and records what became of each of its records.
#pragma once

#include "plugin_host/sinks.hpp"
#include "sync/out_batch.hpp"
#include "sync/out_run.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

// The destination's word on one item; none where the call ended before it was given.
struct ItemAnswer {
  bool accepted = false;
  std::string remote_id;
  plugin_host::RejectClass reject_class = plugin_host::RejectClass::transient;
  std::string reason;
  std::optional<std::chrono::milliseconds> retry_after;
};

struct SentBatch {
  OutBatchPointer batch;
  std::vector<std::optional<ItemAnswer>> answers;  // one for each item
  std::exception_ptr failure;                      // of the call itself
};

// Puts answers where the items stand.
class Answers : public plugin_host::WriteSink {
 public:
  // `items`: for each record of the call, its position in the batch.
  Answers(std::vector<std::optional<ItemAnswer>>& answers, const std::vector<std::size_t>& items)
      : answers_(answers), items_(items) {}

  void accept(std::size_t index, std::string_view remote_id) override {
    answers_[items_[index]] =
        ItemAnswer{.accepted = true, .remote_id = std::string(remote_id), .reason = {}, .retry_after = {}};
  }
  void reject(std::size_t index, plugin_host::RejectClass reject_class, std::string_view reason,
              std::optional<std::chrono::milliseconds> retry_after) override {
    answers_[items_[index]] = ItemAnswer{.accepted = false,
                                         .remote_id = {},
                                         .reject_class = reject_class,
                                         .reason = std::string(reason),
                                         .retry_after = retry_after};
  }

 private:
  std::vector<std::optional<ItemAnswer>>& answers_;
  const std::vector<std::size_t>& items_;
};

// Gives every item that goes out its serial, and every item its key, once the store remembers that they leave. What the
// destination turns out to hold does not go out: the answer of an earlier batch came while this one was being made.
void depart(OutBatch& batch, const std::string& flow, store::Store& store);

// One call of the connector with all items that go out, after the store remembers that they leave.
SentBatch send(OutBatchPointer batch, const OutFlow& flow, store::Store& store, const std::stop_token& stop);

// Used by one thread.
class DeliveryWriter {
 public:
  DeliveryWriter(const OutFlow& flow, store::Store& store, const Clock& clock, store::RunId run);

  // One transaction: deliveries, disclosures, dead letters, counts and, where every item is settled, the cursor.
  void write(const SentBatch& sent);
  const store::Counts& counts() const { return counts_; }

 private:
  struct Records;
  void settle(const OutItem& item, const std::optional<ItemAnswer>& answer, Records& records) const;
  void accept(const OutItem& item, const ItemAnswer& answer, Records& records) const;
  void wait_for_name(const OutItem& item, const ItemAnswer& answer, Records& records) const;
  void reject(const OutItem& item, const ItemAnswer& answer, Records& records) const;
  void bury(const OutItem& item, store::Delivery delivery, const char* step, std::vector<model::Reason> reasons,
            Records& records) const;

  const OutFlow& flow_;
  store::Store& store_;
  const Clock& clock_;
  store::RunId run_;
  store::DisclosedFields fields_;
  store::Counts counts_;
};

}  // namespace lt::sync
