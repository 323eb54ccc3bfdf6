// Rows that arrive are compared with all others by weights: merged where that is sure, asked about where it may be.
#pragma once

#include "app/configuration.hpp"
#include "store/store.hpp"

#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace lt::app {

// Follows the change feed of each entity whose linkage model (config/identity) says `arrivals: ask` or `merge`, with a
// cursor of its own, so that nothing is left out whoever wrote it and whenever a process died. Thread-safe.
class Matching {
 public:
  // `configuration` must outlive it, and is read with the first follow().
  explicit Matching(const Configuration& configuration);
  ~Matching();

  // Brings the indexes to the end of the feed, the first time from all rows, and judges what is new since the cursor.
  // At once where nothing is, and where no model asks for it.
  void follow(store::Store& store, const std::stop_token& stop);

 private:
  class Kind;
  void load();

  const Configuration& configuration_;
  std::once_flag loaded_;
  std::vector<std::unique_ptr<Kind>> kinds_;
};

}  // namespace lt::app
