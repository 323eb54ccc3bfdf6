// What the one writer keeps between transactions, and the turn that a transaction holds.
#pragma once

#include "base/clock.hpp"
#include "base/sealing.hpp"
#include "store/absorber.hpp"
#include "store/claim_placer.hpp"
#include "store/connection.hpp"
#include "store/erased_keys.hpp"
#include "store/store_lock.hpp"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::store {

// First come, first served.
class FairMutex {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    const std::uint64_t ticket = next_++;
    turn_.wait(guard, [&] { return ticket == serving_; });
  }
  void unlock() {
    const std::lock_guard guard(mutex_);
    ++serving_;
    turn_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ = 0;
  std::uint64_t serving_ = 0;
};

struct Writer {
  Writer(const ConnectionOptions& options, const model::Model& model, const Clock& its_clock, bool alone,
         std::shared_ptr<const SealingKeys> keys)
      : database(connect(options)), connection(*database), clock(&its_clock), letter_keys(std::move(keys)) {
    if (alone) connection.serve_alone();
    prepare(model);
  }
  // Migrations and entity tables first: statements need them.
  void prepare(const model::Model& model);

  Statement& prepared(const std::string& text);
  std::int64_t flow_number(std::string_view flow);

  FairMutex turn;
  std::unique_ptr<Connection> database;
  Connection& connection;
  const Clock* clock;
  std::shared_ptr<const SealingKeys> letter_keys;  // null: dead letters lie open
  Owner owner;
  std::unique_ptr<ClaimPlacer> placer;
  std::unique_ptr<ErasedKeys> erased;
  std::unique_ptr<Absorber> absorber;
  std::map<std::string, Statement, std::less<>> statements;
  std::map<std::string, std::int64_t, std::less<>> flows;
  std::set<RunId> live_runs;  // begun here and not ended
  // By how many more letters of a cause wait when the transaction commits.
  std::map<std::string, std::int64_t, std::less<>> more_waiting;
};

// Live runs whose owner is gone, or who ended while the store did not answer, become `interrupted`; their counts are
// those of their last committed batch.
void close_interrupted_runs(Writer& writer, std::string_view flow = {});

class TransactionState {
 public:
  explicit TransactionState(Writer& its_writer);
  ~TransactionState();
  TransactionState(const TransactionState&) = delete;
  TransactionState& operator=(const TransactionState&) = delete;

  void commit();

  Writer& writer;
  Seq first_seq = 0;
  std::vector<RunId> begun;
  std::vector<RunId> ended;
  std::set<std::string, std::less<>> known_causes;  // that stand in the store as this transaction sees it

 private:
  bool open_ = false;
  std::unique_lock<FairMutex> turn_;
};

}  // namespace lt::store
