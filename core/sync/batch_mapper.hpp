// The middle of an in-run: tells what is known already from what must be mapped, and maps that.
#pragma once

#include "base/clock.hpp"
#include "mapping/in_mapping.hpp"
#include "store/store.hpp"
#include "sync/in_batch.hpp"
#include "sync/uncommitted.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace lt::sync {

// Used by one thread.
class BatchMapper {
 public:
  // `committed`: number of the last batch that the writer committed.
  BatchMapper(const store::Store& store, store::Source source, std::shared_ptr<const mapping::InMapping> mapping,
              const Clock& clock, const std::atomic<std::int64_t>& committed);

  // Fills the batch's fates and mapped records.
  void map(InBatch& batch);

 private:
  Fate withdraw(const RawRecord& record, bool known);
  Fate map(const RawRecord& record, Milliseconds now, InBatch& batch);

  store::Reader reader_;
  store::Source source_;
  int primary_;
  mapping::InMapper mapper_;
  const Clock& clock_;
  const std::atomic<std::int64_t>& committed_;
  Uncommitted uncommitted_;
  std::vector<std::string_view> keys_;
  std::vector<store::Known> known_;
};

}  // namespace lt::sync
