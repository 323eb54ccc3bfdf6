// An out-run on three threads: one reads and maps what is due, the caller's sends, one records.
#include "sync/out_run.hpp"

#include "base/log_scope.hpp"
#include "sync/bounded_queue.hpp"
#include "sync/delivery_writer.hpp"
#include "sync/due_rows.hpp"
#include "sync/feed_cursor.hpp"
#include "sync/run_ending.hpp"
#include "sync/whole_list.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace lt::sync {
namespace {

constexpr int usual_batch = 1'000;

int batch_size(const FlowDefinition& flow) { return flow.batch > 0 ? static_cast<int>(flow.batch) : usual_batch; }

// Rows whose document for a flow of corrections may be another though they did not change: the system's own word of
// them did, since the run that the cursor "FLOW/spoken" names. Made before the feed is read, so that nothing falls
// between.
class SpokenRows {
 public:
  SpokenRows(const OutFlow& flow, const store::Store& store) : cursor_(flow.definition.name + "/spoken") {
    if (!flow.definition.corrections) return;
    store::Reader reader = store.reader();
    const auto before = reader.cursor(cursor_);
    since_ = before ? std::stoll(*before) : 0;
    spoken_ = reader.spoken(store.entity(flow.mapping->entity().name), flow.definition.system, since_);
    // In its first run the feed brings every row.
    if (!before) spoken_.rows.clear();
  }

  const std::vector<store::RowId>& rows() const { return spoken_.rows; }
  void done(store::Store& store) const {
    if (spoken_.newest <= since_) return;
    store::Transaction transaction = store.begin();
    transaction.set_cursor(cursor_, std::to_string(spoken_.newest));
    transaction.commit();
  }

 private:
  std::string cursor_;
  store::RunId since_ = 0;
  store::Spoken spoken_;
};

// One use.
class OutPipeline {
 public:
  OutPipeline(const OutFlow& flow, store::Store& store, const Clock& clock, DeliveryWriter& writer,
              std::function<void(const store::Counts&)> progress)
      : flow_(flow),
        store_(store),
        due_(store, flow.definition, flow.mapping, clock),
        position_(from_cursor(store.reader().cursor(flow.definition.name).value_or(""), flow.mapping->fingerprint())),
        now_(clock.now()),
        spoken_(flow, store),
        writer_(writer),
        progress_(std::move(progress)) {}

  // What ended the run early; null where nothing did.
  std::exception_ptr run(const std::stop_token& stop) {
    const std::stop_callback pass_on(stop, [this] { stopping_.request_stop(); });
    guard([this] { send_retries(); });
    if (failure_ || stopping_.stop_requested()) return failure_;
    {
      std::jthread reading([this] { guard([this] { read_all(); }); });
      std::jthread recording([this] { guard([this] { record_all(); }); });
      guard([this] { send_all(); });
    }
    if (!failure_ && !stopping_.stop_requested()) guard([this] { send_spoken(); });
    return failure_;
  }

 private:
  // Each gets a time after now_ or is settled, so this ends.
  void send_retries() {
    while (!stopping_.stop_requested()) {
      OutBatchPointer batch = due_.retries(now_, batch_size(flow_.definition));
      if (!batch) return;
      record(send(std::move(batch), flow_, store_, stopping_.get_token()));
    }
  }

  void send_spoken() {
    std::vector<store::RowId> rows = spoken_.rows();
    while (OutBatchPointer batch = due_.spoken(rows, batch_size(flow_.definition))) {
      if (stopping_.stop_requested()) return;
      if (!batch->items.empty()) record(send(std::move(batch), flow_, store_, stopping_.get_token()));
    }
    spoken_.done(store_);
  }

  void read_all() {
    while (!stopping_.stop_requested()) {
      OutBatchPointer batch =
          due_.changed(position_, batch_size(flow_.definition), committed_.load(std::memory_order_acquire));
      if (!batch) break;
      batch->cursor = to_cursor(position_, flow_.mapping->fingerprint());
      if (!due_queue_.put(std::move(batch))) return;
    }
    due_queue_.close();
  }

  void send_all() {
    while (auto batch = due_queue_.take()) {
      if (stopping_.stop_requested()) break;  // what has not left yet is due again
      SentBatch sent = send(std::move(*batch), flow_, store_, stopping_.get_token());
      const bool broken = sent.failure != nullptr;
      if (!sent_queue_.put(std::move(sent)) || broken) break;
    }
    due_queue_.close();
    sent_queue_.close();
  }

  void record_all() {
    while (auto sent = sent_queue_.take()) {
      const std::int64_t number = sent->batch->number;
      record(std::move(*sent));
      committed_.store(number, std::memory_order_release);
    }
  }

  void record(SentBatch sent) {
    writer_.write(sent);
    if (progress_) progress_(writer_.counts());
    if (sent.failure) std::rethrow_exception(sent.failure);
  }

  void guard(const std::function<void()>& stage) {
    try {
      stage();
    } catch (...) {
      {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
      }
      stopping_.request_stop();
      due_queue_.abandon();
      sent_queue_.abandon();
    }
  }

  const OutFlow& flow_;
  store::Store& store_;
  DueRows due_;
  store::FeedPosition position_;
  Milliseconds now_;
  SpokenRows spoken_;
  DeliveryWriter& writer_;
  std::function<void(const store::Counts&)> progress_;
  BoundedQueue<OutBatchPointer> due_queue_{2};
  BoundedQueue<SentBatch> sent_queue_{2};
  std::atomic<std::int64_t> committed_{0};
  std::stop_source stopping_;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

store::RunId begin(const OutFlow& flow, store::Store& store, const std::string& trigger) {
  store::Transaction transaction = store.begin();
  const store::RunId run = transaction.begin_run(flow.definition.name, store::Direction::out, trigger);
  transaction.commit();
  return run;
}

Sample sample_of(const OutItem& item) {
  static constexpr const char* names[] = {"send", "erase", "unchanged", "withheld", "dead", "waits"};
  return {.key = item.key,
          .outcome = names[static_cast<std::size_t>(item.fate)],
          .changes = {},
          .reasons = item.reasons,
          .document = std::string(item.json)};
}

void count(const OutItem& item, store::Counts& counts) {
  ++counts.due;
  switch (item.fate) {
    case OutFate::send:
    case OutFate::erase:
    case OutFate::waits:
      ++counts.pending;
      break;
    case OutFate::unchanged:
      ++counts.unchanged;
      break;
    case OutFate::withheld:
      ++counts.withheld;
      break;
    case OutFate::dead:
      ++counts.dead;
      break;
  }
}

}  // namespace

RunResult run_out(const OutFlow& flow, store::Store& store, const Clock& clock, const OutRunOptions& options,
                  const std::stop_token& stop) {
  RunResult result;
  result.id = begin(flow, store, options.trigger);
  const LogScope scope({flow.definition.name, flow.definition.system, result.id});
  DeliveryWriter writer(flow, store, clock, result.id);
  const std::exception_ptr failure = failure_of([&] {
    std::exception_ptr ended = flow.definition.whole
                                   ? WholeList(flow, store, clock, writer).run(stop)
                                   : OutPipeline(flow, store, clock, writer, options.progress).run(stop);
    if (!ended) heed(stop);
    return ended;
  });
  result.counts = writer.counts();
  end_run(store, failure, result);
  const std::exception_ptr unread = failure_of([&] {
    result.next_retry = store.reader().next_retry(flow.definition.name);
    return std::exception_ptr();
  });
  if (!result.error) explain_failure(unread, result);
  return result;
}

DryRunOut dry_run_out(const OutFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                      std::size_t samples, const std::stop_token& stop) {
  DryRunOut dry;
  DueRows due(store, flow.definition, flow.mapping, clock);
  auto position = from_cursor(store.reader().cursor(flow.definition.name).value_or(""), flow.mapping->fingerprint());
  std::unordered_set<store::RowId> seen;
  while (static_cast<std::size_t>(dry.counts.due) < records && !stop.stop_requested()) {
    // Nothing is sent, so every batch counts as settled.
    const OutBatchPointer batch = due.changed(position, usual_batch, dry.counts.due);
    if (!batch) break;
    for (const auto& item : batch->items) {
      count(item, dry.counts);
      seen.insert(item.delivery.row);
      if (item.fate != OutFate::unchanged && dry.samples.size() < samples) dry.samples.push_back(sample_of(item));
    }
  }
  std::vector<store::RowId> spoken = SpokenRows(flow, store).rows();
  std::erase_if(spoken, [&seen](store::RowId row) { return seen.contains(row); });
  while (static_cast<std::size_t>(dry.counts.due) < records && !stop.stop_requested()) {
    const OutBatchPointer batch = due.spoken(spoken, usual_batch);
    if (!batch) break;
    for (const auto& item : batch->items) {
      count(item, dry.counts);
      if (dry.samples.size() < samples) dry.samples.push_back(sample_of(item));
    }
  }
  return dry;
}

}  // namespace lt::sync
