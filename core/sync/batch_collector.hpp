// Gathers what a connector emits into batches: as large as is good for the store, never older than is good for people.
#pragma once

#include "plugin_host/sinks.hpp"
#include "sync/in_batch.hpp"
#include "sync/record_splitter.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

struct BatchLimits {
  std::size_t records = 10'000;
  std::size_t bytes = std::size_t{8} << 20U;  // exceeded by a page that is larger alone
  std::chrono::milliseconds age{250};         // after which an idle mapper takes what there is
  std::size_t batches = 3;                    // that exist at once: one is filled, one mapped, one stored
};

// The connector's thread fills it, the mapper's thread takes from it, the writer's thread gives batches back. The pool
// of batches is the back-pressure: who reads too fast waits in page().
class BatchCollector : public plugin_host::ReadSink {
 public:
  // `key_pointers`: the mapping's own key; empty: what the connector names. Pages are refused with Error(cancelled)
  // once stop() was called.
  BatchCollector(std::uint64_t hash_seed, std::vector<std::string> key_pointers, const BatchLimits& limits);

  void page(std::string_view bytes, std::string_view records_pointer,
            std::span<const std::string_view> key_pointers) override;
  void record(std::string_view json, std::string_view key) override;
  void checkpoint(std::string_view state) override;
  void reject(std::string_view record, plugin_host::RejectClass reject_class, std::string_view reason) override;

  // What stood under this key is no more.
  void withdraw(std::string_view key);
  // A record that cannot be told, and why.
  void refuse(std::string_view key, model::Reason reason);

  void stream_key(std::vector<std::string> pointers);  // where a connector names none with a page

  void close();  // nothing more will come; what is there can still be taken
  void stop();   // drop what waits and wake everyone

  InBatchPointer next();  // waits; null where all has been taken
  void give_back(InBatchPointer batch);

 private:
  InBatch& open(std::unique_lock<std::mutex>& lock);
  void hand_over();
  void hand_over_if_full();
  std::span<const std::string_view> keys_or(std::span<const std::string_view> given) const;

  BatchLimits limits_;
  std::vector<std::string> own_pointers_;
  std::vector<std::string> stream_pointers_;
  std::vector<std::string_view> own_views_;
  std::vector<std::string_view> stream_views_;
  RecordSplitter splitter_;

  std::mutex mutex_;
  std::condition_variable free_arrived_;
  std::condition_variable ready_arrived_;
  std::vector<InBatchPointer> free_;
  std::deque<InBatchPointer> ready_;
  InBatchPointer open_;
  std::chrono::steady_clock::time_point opened_at_;
  std::int64_t next_number_ = 1;
  bool closed_ = false;
  bool stopped_ = false;
};

}  // namespace lt::sync
