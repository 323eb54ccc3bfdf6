// Which records may be the same, by the blocking rules: found in the time of the few that share a key.
#pragma once

#include "identity/record_table.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lt::identity {

// The hashes of a record's keys, rule by rule; a field of several values gives a key for each.
class BlockKeys {
 public:
  explicit BlockKeys(const LinkageModel& model) : model_(model) {}
  struct Key {
    std::uint64_t hash = 0;
    std::uint16_t rule = 0;
  };
  // Valid until the next call. A rule of which a part is empty gives no key.
  std::span<const Key> of(const RecordTable& table, const RecordView& record);

 private:
  void add(const RecordTable& table, const RecordView& record, std::uint16_t rule, std::size_t part);

  const LinkageModel& model_;
  std::vector<Key> keys_;
  std::string text_;
};

// Chains of records by key; 12 bytes a key and 4 to 8 for the heads. Keys with equal hashes of 32 bits are taken for
// one: a pair too many now and then, never one too few. Not thread-safe while records are added.
class BlockIndex {
 public:
  BlockIndex();
  void add(RecordNumber record, std::span<const BlockKeys::Key> keys);
  // Writes into `out`, anew, the records below `end` that share a key, each once and in order. Blocks of more than the
  // rule's `at_most` are passed over; gives how many were.
  std::size_t find(std::span<const BlockKeys::Key> keys, const LinkageModel& model, RecordNumber end,
                   std::vector<RecordNumber>& out) const;
  void reserve(std::size_t keys);

 private:
  struct Entry {
    std::uint32_t tag;
    std::uint32_t next;  // the entry before it in the chain; 0 ends
    RecordNumber record;
  };
  void rechain(std::size_t heads);

  std::vector<std::uint32_t> heads_;  // a power of two
  std::vector<Entry> entries_;
};

}  // namespace lt::identity
