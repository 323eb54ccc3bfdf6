// Batches between the connector's thread and the mapper's.
#include "sync/batch_collector.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

namespace lt::sync {
namespace {

std::vector<std::string_view> views(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

}  // namespace

BatchCollector::BatchCollector(std::uint64_t hash_seed, std::vector<std::string> key_pointers,
                               const BatchLimits& limits)
    : limits_(limits), own_pointers_(std::move(key_pointers)), own_views_(views(own_pointers_)), splitter_(hash_seed) {
  for (std::size_t i = 0; i < limits_.batches; ++i) free_.push_back(std::make_unique<InBatch>());
}

void BatchCollector::stream_key(std::vector<std::string> pointers) {
  stream_pointers_ = std::move(pointers);
  stream_views_ = views(stream_pointers_);
}

std::span<const std::string_view> BatchCollector::keys_or(std::span<const std::string_view> given) const {
  if (!own_views_.empty()) return own_views_;
  return given.empty() ? std::span<const std::string_view>(stream_views_) : given;
}

InBatch& BatchCollector::open(std::unique_lock<std::mutex>& lock) {
  free_arrived_.wait(lock, [&] { return stopped_ || open_ || !free_.empty(); });
  if (stopped_) throw Error(ErrorKind::cancelled, "the run is being stopped");
  if (!open_) {
    open_ = std::move(free_.back());
    free_.pop_back();
    open_->number = next_number_++;
    opened_at_ = std::chrono::steady_clock::now();
  }
  return *open_;
}

void BatchCollector::hand_over() {
  ready_.push_back(std::move(open_));
  ready_arrived_.notify_one();
}

void BatchCollector::hand_over_if_full() {
  if (open_->raw.records().size() >= limits_.records || open_->raw.bytes() >= limits_.bytes) hand_over();
}

void BatchCollector::page(std::string_view bytes, std::string_view records_pointer,
                          std::span<const std::string_view> key_pointers) {
  std::unique_lock lock(mutex_);
  if (open_ && open_->raw.bytes() > 0 && open_->raw.bytes() + bytes.size() > limits_.bytes) hand_over();
  InBatch& batch = open(lock);
  splitter_.split(bytes, records_pointer, keys_or(key_pointers), batch.raw);
  // A checkpoint most often follows at once: leaving room for it saves a cursor that lags one page behind.
  if (batch.raw.records().size() >= 2 * limits_.records || batch.raw.bytes() >= 2 * limits_.bytes) hand_over();
}

void BatchCollector::record(std::string_view json, std::string_view key) {
  std::unique_lock lock(mutex_);
  InBatch& batch = open(lock);
  splitter_.append(json, own_views_.empty() ? key : std::string_view(), keys_or({}), batch.raw);
  hand_over_if_full();
}

void BatchCollector::checkpoint(std::string_view state) {
  std::unique_lock lock(mutex_);
  open(lock).raw.checkpoint = std::string(state);
  hand_over_if_full();
}

void BatchCollector::reject(std::string_view record, plugin_host::RejectClass, std::string_view reason) {
  std::unique_lock lock(mutex_);
  RawBatch& raw = open(lock).raw;
  splitter_.append(record, "", keys_or({}), raw);
  raw.records().back().broken =
      std::make_unique<model::Reason>(model::Reason{"refused_by_connector", "", "", std::string(reason)});
  hand_over_if_full();
}

void BatchCollector::withdraw(std::string_view key) {
  std::unique_lock lock(mutex_);
  RawBatch& raw = open(lock).raw;
  raw.records().push_back({.raw = "{}", .key = raw.keys().copy(key), .hash = 0, .broken = {}, .gone = true});
  hand_over_if_full();
}

void BatchCollector::refuse(std::string_view key, model::Reason reason) {
  std::unique_lock lock(mutex_);
  RawBatch& raw = open(lock).raw;
  const std::int64_t hash = content_hash(reason.field + reason.message);
  raw.records().push_back({.raw = "{}",
                           .key = raw.keys().copy(key),
                           .hash = hash,
                           .broken = std::make_unique<model::Reason>(std::move(reason))});
  hand_over_if_full();
}

void BatchCollector::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  if (open_) hand_over();
  ready_arrived_.notify_all();
}

void BatchCollector::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  free_arrived_.notify_all();
  ready_arrived_.notify_all();
}

InBatchPointer BatchCollector::next() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (stopped_) return nullptr;
    if (!ready_.empty()) {
      InBatchPointer batch = std::move(ready_.front());
      ready_.pop_front();
      return batch;
    }
    if (closed_) return nullptr;
    if (open_ && std::chrono::steady_clock::now() - opened_at_ >= limits_.age) {
      hand_over();
    } else {
      ready_arrived_.wait_for(lock, limits_.age);
    }
  }
}

void BatchCollector::give_back(InBatchPointer batch) {
  batch->clear();
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(batch));
  free_arrived_.notify_one();
}

}  // namespace lt::sync
