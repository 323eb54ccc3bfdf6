// Cuts a page of JSON into its records without parsing them further than their keys.
#pragma once

#include "sync/raw_batch.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace lt::sync {

// Not thread-safe: one for each run.
class RecordSplitter {
 public:
  // `seed` sets apart hashes made under different mappings. Records above `largest` bytes are broken.
  explicit RecordSplitter(std::uint64_t seed, std::size_t largest = std::size_t{1} << 20U);
  ~RecordSplitter();

  // Appends the records of the array under `records_pointer` ("" is the page itself; one object counts as one record).
  // A record that is invalid UTF-8, no object, without key or too large is appended as broken. Throws
  // Error(unavailable) where the page itself is not JSON or holds no such array, so that the run stops before it.
  void split(std::string_view page, std::string_view records_pointer, std::span<const std::string_view> key_pointers,
             RawBatch& batch);

  // Appends one record. An empty `key` is looked up by `key_pointers`.
  void append(std::string_view record, std::string_view key, std::span<const std::string_view> key_pointers,
              RawBatch& batch);

 private:
  struct Parsers;
  void add(std::string_view raw, std::string_view original, std::string_view key,
           std::span<const std::string_view> key_pointers, RawBatch& batch);

  std::unique_ptr<Parsers> parsers_;
  std::uint64_t seed_;
  std::size_t largest_;
};

}  // namespace lt::sync
