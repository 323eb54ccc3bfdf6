// Raw records on their way into the hub: slices of the pages they came in, with key, hash and what is wrong with them.
#pragma once

#include "base/arena.hpp"
#include "model/record.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::sync {

struct RawRecord {
  std::string_view raw;  // one JSON value, followed by at least 64 readable bytes
  std::string_view key;  // the stream's key; parts of a composite key are joined by "|"
  std::int64_t hash = 0;
  std::unique_ptr<model::Reason> broken;  // it cannot be mapped, and this is why
  bool gone = false;                      // its source says it no more; `raw` says nothing
};

// Records of one or more pages, and the state that covers them. Owns the bytes.
class RawBatch {
 public:
  // A copy of `bytes` that parsers may read 64 bytes past.
  std::string_view keep(std::string_view bytes);
  Arena& keys() { return keys_; }
  std::vector<RawRecord>& records() { return records_; }
  const std::vector<RawRecord>& records() const { return records_; }
  std::size_t bytes() const { return bytes_; }
  // The connector's state after the last record here that a checkpoint covered.
  std::optional<std::string> checkpoint;

  void clear();

 private:
  struct Buffer {
    std::unique_ptr<char[]> data;
    std::size_t capacity = 0;
  };
  std::vector<Buffer> buffers_;
  std::size_t used_buffers_ = 0;
  std::size_t bytes_ = 0;
  Arena keys_;
  std::vector<RawRecord> records_;
};

}  // namespace lt::sync
