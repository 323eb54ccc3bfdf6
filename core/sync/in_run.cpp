// An in-run on three threads: the caller's drives the connector, one maps, one writes.
#include "sync/in_run.hpp"

#include "sync/batch_mapper.hpp"
#include "sync/batch_writer.hpp"
#include "sync/bounded_queue.hpp"
#include "sync/result_writer.hpp"
#include "sync/run_ending.hpp"
#include "sync/sampling.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace lt::sync {
namespace {

// Carries one run's batches from the connector to the store. One use.
class InPipeline {
 public:
  InPipeline(const InFlow& flow, store::Store& store, const Clock& clock, const BatchLimits& limits)
      : flow_(flow),
        collector_(flow.mapping->fingerprint(), flow.mapping->record_key_pointers(), limits),
        mapper_(store, {flow.definition.system, flow.definition.stream}, flow.mapping, clock, committed_),
        mapped_(limits.batches) {}

  // Reads from `state` to the end; `consume` gets every mapped batch in order, on a thread of its own. Gives what ended
  // the run early, the earliest cause first; null where nothing did.
  std::exception_ptr run(const std::string& state, const std::function<void(InBatch&)>& consume,
                         const std::stop_token& stop) {
    const std::stop_callback pass_on(stop, [this] { reading_.request_stop(); });
    {
      std::jthread mapping([this] { guard([this] { map_all(); }); });
      std::jthread writing([this, &consume] { guard([this, &consume] { write_all(consume); }); });
      guard_reading([&] { read_all(state); });
      collector_.close();
    }
    return failure_;
  }

 private:
  void read_all(const std::string& state) {
    const auto token = reading_.get_token();
    for (const auto& stream : flow_.session.streams(token)) {
      if (stream.name == flow_.definition.stream) collector_.stream_key(stream.key);
    }
    flow_.session.read(flow_.definition.stream, state, collector_, token);
  }

  void map_all() {
    while (InBatchPointer batch = collector_.next()) {
      mapper_.map(*batch);
      if (!mapped_.put(std::move(batch))) return;
    }
    mapped_.close();
  }

  void write_all(const std::function<void(InBatch&)>& consume) {
    while (auto batch = mapped_.take()) {
      consume(**batch);
      committed_.store((*batch)->number, std::memory_order_release);
      collector_.give_back(std::move(*batch));
    }
  }

  // A fault in mapping or writing ends everything; one in reading lets what was read be stored.
  void guard(const std::function<void()>& stage) {
    try {
      stage();
    } catch (...) {
      keep_failure();
      collector_.stop();
      mapped_.abandon();
      reading_.request_stop();
    }
  }

  void guard_reading(const std::function<void()>& stage) {
    try {
      stage();
    } catch (...) {
      keep_failure();
    }
  }

  void keep_failure() {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }

  const InFlow& flow_;
  std::atomic<std::int64_t> committed_{0};
  BatchCollector collector_;
  BatchMapper mapper_;
  BoundedQueue<InBatchPointer> mapped_;
  std::stop_source reading_;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

std::string start_state(const InFlow& flow, const store::Store& store, bool from_the_start) {
  if (from_the_start) return {};
  return store.reader().cursor(flow.definition.name).value_or("");
}

store::RunId begin(const InFlow& flow, store::Store& store, const std::string& trigger) {
  store::Transaction transaction = store.begin();
  const store::RunId run = transaction.begin_run(flow.definition.name, store::Direction::in, trigger);
  transaction.commit();
  return run;
}

}  // namespace

RunResult run_in(const InFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                 const std::stop_token& stop) {
  RunResult result;
  result.id = begin(flow, store, options.trigger);
  BatchWriter writer(store, flow.definition.name, {flow.definition.system, flow.definition.stream}, result.id);
  ResultWriter results(flow.definition, flow.session, options.reason_text);
  InPipeline pipeline(flow, store, clock, options.limits);
  const auto consume = [&](InBatch& batch) {
    writer.write(batch);
    results.add(writer.outcomes());
    if (options.progress) options.progress(writer.counts());
  };
  std::exception_ptr failure = pipeline.run(start_state(flow, store, options.from_the_start), consume, stop);
  if (!failure) failure = results.send(stop);
  result.counts = writer.counts();
  result.entities = writer.entities();
  end_run(store, failure, result);
  return result;
}

DryRun dry_run_in(const InFlow& flow, store::Store& store, const Clock& clock, std::size_t records, std::size_t samples,
                  const std::stop_token& stop) {
  DryRun dry;
  BatchWriter writer(store, flow.definition.name, {flow.definition.system, flow.definition.stream}, 0);
  InPipeline pipeline(flow, store, clock, {.records = 1'000});
  std::stop_source enough;
  const std::stop_callback pass_on(stop, [&] { enough.request_stop(); });
  bool reached = false;
  store::Reader reader = store.reader();
  const auto consume = [&](InBatch& batch) {
    if (reached) return;
    writer.rehearse(batch);
    add_samples(writer.outcomes(), store.model(), reader, samples, dry.samples);
    if (static_cast<std::size_t>(writer.counts().read) >= records) {
      reached = true;
      enough.request_stop();
    }
  };
  const std::exception_ptr failure = pipeline.run(start_state(flow, store, false), consume, enough.get_token());
  dry.result.counts = writer.counts();
  dry.result.entities = writer.entities();
  if (failure && !reached) explain_failure(failure, dry.result);
  return dry;
}

}  // namespace lt::sync
