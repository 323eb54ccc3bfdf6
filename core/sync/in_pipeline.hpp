// Carries one run's batches from their source to the store on three threads: the caller's reads, one maps, one writes.
#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"
#include "sync/batch_collector.hpp"
#include "sync/batch_mapper.hpp"
#include "sync/bounded_queue.hpp"
#include "sync/in_run.hpp"

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

namespace lt::sync {

// One use.
class InPipeline {
 public:
  InPipeline(const RecordFlow& flow, store::Store& store, const Clock& clock, const BatchLimits& limits);

  // Reads from `state` to the end; `consume` gets every mapped batch in order, on a thread of its own. Gives what ended
  // the run early, the earliest cause first; null where nothing did.
  std::exception_ptr run(const std::string& state, const std::function<void(InBatch&)>& consume,
                         const std::stop_token& stop);

 private:
  void map_all();
  void write_all(const std::function<void(InBatch&)>& consume);
  // A fault in mapping or writing ends everything; one in reading lets what was read be stored.
  void guard(const std::function<void()>& stage);
  void guard_reading(const std::function<void()>& stage);
  void keep_failure();

  const RecordFlow& flow_;
  std::atomic<std::int64_t> committed_{0};
  BatchCollector collector_;
  BatchMapper mapper_;
  BoundedQueue<InBatchPointer> mapped_;
  std::stop_source reading_;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace lt::sync
