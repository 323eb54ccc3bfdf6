// Where the records of an in-run come from: a partner's session, or the hub's own store.
#pragma once

#include "sync/batch_collector.hpp"

#include <stop_token>
#include <string>

namespace lt::sync {

class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // Gives everything since `state` (empty: everything) with checkpoints between; throws where it cannot go on.
  virtual void read(const std::string& state, BatchCollector& into, const std::stop_token& stop) = 0;
};

}  // namespace lt::sync
