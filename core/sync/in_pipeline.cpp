// Three stages with bounded queues between them, which are the back-pressure.
#include "sync/in_pipeline.hpp"

#include <thread>

namespace lt::sync {

InPipeline::InPipeline(const RecordFlow& flow, store::Store& store, const Clock& clock, const BatchLimits& limits)
    : flow_(flow),
      collector_(flow.mapping->fingerprint(), flow.mapping->record_key_pointers(), limits),
      mapper_(store, {flow.definition.system, flow.definition.stream}, flow.mapping, clock, committed_),
      mapped_(limits.batches) {}

std::exception_ptr InPipeline::run(const std::string& state, const std::function<void(InBatch&)>& consume,
                                   const std::stop_token& stop) {
  const std::stop_callback pass_on(stop, [this] { reading_.request_stop(); });
  {
    std::jthread mapping([this] { guard([this] { map_all(); }); });
    std::jthread writing([this, &consume] { guard([this, &consume] { write_all(consume); }); });
    guard_reading([&] { flow_.source.read(state, collector_, reading_.get_token()); });
    collector_.close();
  }
  return failure_;
}

void InPipeline::map_all() {
  while (InBatchPointer batch = collector_.next()) {
    mapper_.map(*batch);
    if (!mapped_.put(std::move(batch))) return;
  }
  mapped_.close();
}

void InPipeline::write_all(const std::function<void(InBatch&)>& consume) {
  while (auto batch = mapped_.take()) {
    consume(**batch);
    committed_.store((*batch)->number, std::memory_order_release);
    collector_.give_back(std::move(*batch));
  }
}

void InPipeline::guard(const std::function<void()>& stage) {
  try {
    stage();
  } catch (...) {
    keep_failure();
    collector_.stop();
    mapped_.abandon();
    reading_.request_stop();
  }
}

void InPipeline::guard_reading(const std::function<void()>& stage) {
  try {
    stage();
  } catch (...) {
    keep_failure();
  }
}

void InPipeline::keep_failure() {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::current_exception();
}

}  // namespace lt::sync
