// One request is one batch: collected, mapped, written.
#include "sync/receiver.hpp"

#include "base/log_scope.hpp"
#include "sync/batch_collector.hpp"
#include "sync/run_ending.hpp"

#include <spdlog/spdlog.h>

namespace lt::sync {
namespace {

constexpr Milliseconds idle_for = minute_ms;
constexpr Milliseconds open_for = 300'000;

// All that one request may emit is one batch; what it may be bounds the server's limit of a body.
constexpr BatchLimits one_batch{.records = 1'000'000, .bytes = std::size_t{1} << 30U, .age = {}, .batches = 1};

}  // namespace

Receiver::Receiver(const FlowDefinition& flow, std::shared_ptr<const mapping::InMapping> mapping,
                   std::vector<std::string> stream_key, store::Store& store, const Clock& clock)
    : flow_(flow),
      mapping_(std::move(mapping)),
      stream_key_(std::move(stream_key)),
      store_(store),
      clock_(clock),
      mapper_(store, {flow.system, flow.stream}, mapping_, clock, committed_) {}

Receiver::~Receiver() { close(); }

Taken Receiver::take(plugin_host::Session& session, const plugin_host::IncomingRequest& request,
                     const std::stop_token& stop) const {
  BatchCollector collector(mapping_->fingerprint(), mapping_->record_key_pointers(), one_batch);
  collector.stream_key(stream_key_);
  Taken taken{.reply = session.receive(request, collector, stop), .batch = {}};
  collector.close();
  taken.batch = collector.next();
  if (taken.batch && taken.batch->raw.records().empty()) taken.batch.reset();
  return taken;
}

bool Receiver::store(InBatch& batch) {
  const LogScope scope({flow_.name, flow_.system, writer_ ? run_ : 0});
  try {
    return store_batch(batch);
  } catch (const std::exception& error) {
    spdlog::error("what the system sent cannot be stored and it is asked to send it again: {}", error.what());
    throw Error(ErrorKind::unavailable, "what was sent could not be stored; send it again");
  }
}

bool Receiver::store_batch(InBatch& batch) {
  look_at_the_clock();
  if (!writer_) begin_run();
  batch.number = next_number_++;
  mapper_.map(batch);
  const store::Counts before = writer_->counts();
  writer_->write(batch);
  committed_.store(batch.number, std::memory_order_release);
  used_at_ = clock_.now();
  const store::Counts& after = writer_->counts();
  return after.created + after.updated > before.created + before.updated;
}

void Receiver::begin_run() {
  store::Transaction transaction = store_.begin();
  run_ = transaction.begin_run(flow_.name, store::Direction::in, "receive");
  transaction.commit();
  writer_.emplace(store_, flow_.name, store::Source{flow_.system, flow_.stream}, run_);
  opened_at_ = used_at_ = clock_.now();
}

void Receiver::look_at_the_clock() {
  const Milliseconds now = clock_.now();
  if (writer_ && (now - used_at_ >= idle_for || now - opened_at_ >= open_for)) close();
}

void Receiver::close() noexcept {
  if (!writer_) return;
  const LogScope scope({flow_.name, flow_.system, run_});
  RunResult result;
  result.id = run_;
  result.counts = writer_->counts();
  result.entities = writer_->entities();
  end_run(store_, nullptr, result);
  writer_.reset();
}

}  // namespace lt::sync
