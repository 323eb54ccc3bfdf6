// Where a new record belongs among millions, in milliseconds: its row, a question, or a new row.
#pragma once

#include "identity/block_index.hpp"
#include "identity/comparer.hpp"
#include "identity/explanation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lt::identity {

using RowNumber = std::int64_t;  // of a canonical row, from 1 on and without great gaps, as the store gives them

enum class Verdict { match, ask, fresh };

// A row that the record may belong to.
struct Proposal {
  RowNumber row = 0;
  RecordNumber record = 0;  // of the row's records, the one most like it
  double bits = 0;
  double probability = 0;
  bool apart = false;  // a record of the row has another identifier, or is someone else by its weight
};

struct Placement {
  Verdict verdict = Verdict::fresh;
  std::optional<RowNumber> row;     // only of a match
  std::vector<Proposal> proposals;  // from `ask_at` on, the likeliest first
  std::size_t weighed = 0;          // records
};

// About 250 bytes a record. One thread may add; any number may place while none adds. What is judged is a function of
// the records alone, so an index made again from the store is the same index.
class PersonIndex {
 public:
  // `model` must outlive it.
  PersonIndex(const LinkageModel& model, Shares shares);

  void reserve(std::size_t records);
  // A source record that belongs to the row. `values`: a text a slot of the model.
  RecordNumber add(RowNumber row, std::span<const std::string_view> values);
  void remove(RecordNumber record);
  // The record belongs to another row now: after a merge, a split, or their undoing.
  void move(RecordNumber record, RowNumber row);
  RowNumber row_of(RecordNumber record) const { return rows_[record]; }
  std::size_t size() const { return table_.size(); }

  // A match is one row at `merge_at` or more of which no record speaks against it, while no other row is worth asking
  // about. `never`: rows that a person has said the record is not.
  Placement place(std::span<const std::string_view> values, std::span<const RowNumber> never = {}) const;
  Explanation explain(std::span<const std::string_view> values, RecordNumber record) const;

  const RecordTable& table() const { return table_; }
  const BlockIndex& blocks() const { return blocks_; }

 private:
  bool alive(RecordNumber record) const { return rows_[record] != 0; }
  void link(RecordNumber record, RowNumber row);
  void unlink(RecordNumber record);
  bool is_apart(const RecordView& view, RecordNumber first) const;
  void refresh();

  const LinkageModel& model_;
  RecordTable table_;
  BlockIndex blocks_;
  BlockKeys keys_;
  std::vector<RowNumber> rows_;       // by record; 0: removed
  std::vector<RecordNumber> others_;  // by record: the next of its row, in a ring
  std::vector<std::uint32_t> heads_;  // by row: one of its records + 1; 0: none
  Shares shares_;
  std::optional<Comparer> comparer_;
  std::optional<Weights> weights_;
  std::size_t refresh_at_ = 1024;
};

}  // namespace lt::identity
