// How two records agree, comparison by comparison.
#pragma once

#include "identity/record_table.hpp"
#include "identity/weights.hpp"

namespace lt::identity {

// Pure but for the table that it reads; as thread-safe as that.
class Comparer {
 public:
  // Frequencies' averages are taken now: make it when the table is filled, and again after it grew much.
  explicit Comparer(const RecordTable& table);

  void compare(const RecordView& a, const RecordView& b, Pattern& out) const;
  // Whether a person must look however much the pair weighs: a comparison that identifies has two different values, or
  // two things that are seldom wrong (`wrong_at_most`) are wrong at once, as the numbers and names of twins are.
  bool conflicts(const Pattern& pattern) const;

 private:
  std::uint8_t level_of(const Comparison& comparison, const RecordView& a, const RecordView& b) const;
  bool agree(const Term& term, const RecordView& a, const RecordView& b) const;
  float rarity_of(std::size_t comparison, const RecordView& a, const RecordView& b) const;

  const RecordTable& table_;
  const LinkageModel& model_;
  std::vector<double> average_;  // by comparison: the chance of equals in its frequency's field
};

}  // namespace lt::identity
