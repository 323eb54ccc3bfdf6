// What a system sends by itself, stored in its flow before it is told so.
#pragma once

#include "base/clock.hpp"
#include "mapping/in_mapping.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/batch_mapper.hpp"
#include "sync/batch_writer.hpp"
#include "sync/flow_definition.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

// What a request said, not stored yet.
struct Taken {
  plugin_host::Reply reply;
  InBatchPointer batch;  // null where it said nothing
};

// One flow's receiving end. A run in the ledger gathers many requests: it begins with the first record and is closed
// when nothing came for a minute, or after five; each request's records and counts are one transaction. Everything that
// it is given outlives it, except the stream's key.
class Receiver {
 public:
  // `stream_key`: JSON pointers to the key of a record for which the connector names none.
  Receiver(const FlowDefinition& flow, std::shared_ptr<const mapping::InMapping> mapping,
           std::vector<std::string> stream_key, store::Store& store, const Clock& clock);
  ~Receiver();  // as close()

  // Lets the session receive. Throws what the session throws. Whoever may use the session may call it meanwhile.
  Taken take(plugin_host::Session& session, const plugin_host::IncomingRequest& request,
             const std::stop_token& stop) const;

  // All below: one thread at a time.
  // Stores what was emitted, whole or not at all, and says whether a canonical row is new or other than before. Throws
  // Error unavailable where the store does not take it: the system shall send it again.
  bool store(InBatch& batch);
  // Closes the run where it is time.
  void look_at_the_clock();
  // Closes the run where one is open; never throws.
  void close() noexcept;

 private:
  bool store_batch(InBatch& batch);
  void begin_run();

  const FlowDefinition& flow_;
  std::shared_ptr<const mapping::InMapping> mapping_;
  std::vector<std::string> stream_key_;
  store::Store& store_;
  const Clock& clock_;
  std::atomic<std::int64_t> committed_{0};
  BatchMapper mapper_;
  std::int64_t next_number_ = 1;
  store::RunId run_ = 0;
  std::optional<BatchWriter> writer_;  // of the open run
  Milliseconds opened_at_ = 0;
  Milliseconds used_at_ = 0;
};

}  // namespace lt::sync
