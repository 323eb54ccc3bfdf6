// What batches on their way to the store change there, so that nobody trusts a look-up which could not see it.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_set>

namespace lt::sync {

// Used by one thread. Ids may be hashes: a collision only does some work twice.
class Uncommitted {
 public:
  void begin(std::int64_t batch) { batches_.push_back({batch, {}}); }
  void add(std::int64_t id) { batches_.back().ids.insert(id); }  // to the batch begun last
  void forget_up_to(std::int64_t batch) {
    while (!batches_.empty() && batches_.front().number <= batch) batches_.pop_front();
  }
  bool contains(std::int64_t id) const {
    for (const auto& batch : batches_) {
      if (batch.ids.contains(id)) return true;
    }
    return false;
  }

 private:
  struct Batch {
    std::int64_t number;
    std::unordered_set<std::int64_t> ids;
  };
  std::deque<Batch> batches_;
};

}  // namespace lt::sync
