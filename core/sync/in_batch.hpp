// A batch on its way through the three threads of an in-run: read, mapped, stored, and given back.
#pragma once

#include "base/arena.hpp"
#include "mapping/in_mapping.hpp"
#include "sync/raw_batch.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace lt::sync {

enum class Fate : std::uint8_t { known, broken, mapped, filtered, dead, withdrawn };

struct InBatch {
  std::int64_t number = 0;  // from 1, in the order of reading
  int primary = 0;          // entity for which the records stand, by position in the model
  RawBatch raw;
  Arena arena;              // texts and values of `mapped`
  std::vector<Fate> fates;  // one for each raw record
  // Those that went through the mapping, in order; only the first `mapped_count` belong to this batch.
  std::vector<mapping::MappedRecord> mapped;
  std::size_t mapped_count = 0;

  void clear() {
    raw.clear();
    arena.clear();
    fates.clear();
    mapped_count = 0;
  }
};

using InBatchPointer = std::unique_ptr<InBatch>;

}  // namespace lt::sync
