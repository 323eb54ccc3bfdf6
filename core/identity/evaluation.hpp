// How good the groups are, where it is known who is who.
#pragma once

#include "identity/linker.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace lt::identity {

// Counted over pairs of records.
struct Quality {
  std::uint64_t found = 0;    // pairs that were put together
  std::uint64_t right = 0;    // of these, true ones
  std::uint64_t missing = 0;  // true ones that were not
  double precision() const { return found == 0 ? 1 : static_cast<double>(right) / static_cast<double>(found); }
  double recall() const {
    return right + missing == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + missing);
  }
  double f1() const {
    const auto r = static_cast<double>(right);
    return found + right + missing == 0 ? 1 : 2 * r / static_cast<double>(found + right + missing);
  }
};

// `groups` and `truth`: the group of each record, by any numbers.
Quality quality_of(std::span<const RecordNumber> groups, std::span<const RecordNumber> truth);

// Pairs of records that were put together wrongly, or not put together though they are one; at most so many of each.
struct WrongPair {
  RecordNumber a = 0, b = 0;
  bool joined = false;    // wrongly put together; else wrongly left apart
  bool compared = false;  // whether blocking brought them together
};
std::vector<WrongPair> wrong_pairs(const LinkageModel& model, const RecordTable& table, const BlockIndex& index,
                                   std::span<const RecordNumber> groups, std::span<const RecordNumber> truth,
                                   std::size_t at_most);

}  // namespace lt::identity
