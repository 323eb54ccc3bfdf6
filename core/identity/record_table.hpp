// All records that are compared, in memory: each value once with how often it occurs, a record as numbers of values.
#pragma once

#include "identity/linkage_model.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace lt::identity {

using ValueId = std::uint32_t;  // 0: no value
using RecordNumber = std::uint32_t;

// The different values of one field; about 20 bytes each besides their text.
class Vocabulary {
 public:
  Vocabulary();
  ValueId add(std::string_view text);         // and counts it; 0 for an empty text
  ValueId find(std::string_view text) const;  // 0 where it is not there
  void forget(ValueId id) {
    --counts_[id];
    --total_;
  }
  std::string_view text(ValueId id) const { return {starts_[id], sizes_[id]}; }
  std::uint32_t count(ValueId id) const { return counts_[id]; }
  std::uint64_t total() const { return total_; }  // of all counts
  std::size_t size() const { return starts_.size() - 1; }
  // The chance that two draws without return give the same value.
  double chance_of_equals() const;

 private:
  std::size_t place_of(std::string_view text) const;
  const char* keep(std::string_view text);
  void grow();

  std::vector<ValueId> places_;  // open addressing; a power of two
  std::vector<const char*> starts_;
  std::vector<std::uint16_t> sizes_;
  std::vector<std::uint32_t> counts_;
  std::uint64_t total_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t size_of_last_ = 0;  // of the blocks, in bytes
  std::size_t left_ = 0;          // in it
};

// One side of a comparison: the numbers of its values, and their texts where it is not in the table.
struct RecordView {
  std::span<const ValueId> ids;
  std::span<const std::string_view> texts;  // empty: ask the table
};

// Not thread-safe while records are added.
class RecordTable {
 public:
  explicit RecordTable(const LinkageModel& model);

  // `values`: a text a slot of the model. Texts are cut at 65,535 bytes.
  RecordNumber add(std::span<const std::string_view> values);
  // Takes the values back out of the frequencies; the record's number stays taken.
  void remove(RecordNumber record);
  std::size_t size() const { return slots_ == 0 ? 0 : ids_.size() / slots_; }

  std::span<const ValueId> ids(RecordNumber record) const { return {ids_.data() + record * slots_, slots_}; }
  RecordView view(RecordNumber record) const { return {ids(record), {}}; }
  // A record that is not in the table; `ids` keeps its numbers and must outlive the view, as `values` must.
  RecordView view(std::span<const std::string_view> values, std::vector<ValueId>& ids) const;

  const Vocabulary& vocabulary(int field) const { return vocabularies_[static_cast<std::size_t>(field)]; }
  std::string_view text(const RecordView& record, int slot) const {
    const auto at = static_cast<std::size_t>(slot);
    if (!record.texts.empty()) return record.texts[at];
    return vocabularies_[field_of_slot_[at]].text(record.ids[at]);
  }
  bool filled(const RecordView& record, int slot) const {
    const auto at = static_cast<std::size_t>(slot);
    return record.texts.empty() ? record.ids[at] != 0 : !record.texts[at].empty();
  }
  const LinkageModel& model() const { return model_; }

 private:
  const LinkageModel& model_;
  std::size_t slots_;
  std::vector<std::size_t> field_of_slot_;
  std::vector<Vocabulary> vocabularies_;
  std::vector<ValueId> ids_;
};

}  // namespace lt::identity
