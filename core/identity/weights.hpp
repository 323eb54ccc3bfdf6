// What an agreement is worth: shares of levels among pairs of each kind, and the weights in bits that follow from them.
#pragma once

#include "identity/linkage_model.hpp"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

namespace lt::identity {

inline constexpr std::uint8_t missing = 15;  // as a level: a side has no value

// The level of each comparison of one pair, and how frequent the common value is against the average (1: as usual, or
// unknown).
struct Pattern {
  std::array<std::uint8_t, most_comparisons> level;
  std::array<float, most_comparisons> rarity;
};

// Levels in four bits each, for counting.
std::uint64_t packed(const Pattern& pattern, std::size_t comparisons);
inline std::uint8_t level_in(std::uint64_t pattern, std::size_t comparison) {
  return static_cast<std::uint8_t>(pattern >> (4 * comparison) & 15U);
}

// Shares by kind, comparison and level; each comparison's are 1 together.
struct Shares {
  std::array<std::vector<std::vector<double>>, kinds> of;
  double matches_per_record = 0;  // expected pairs a record, which do not depend on how many records there are
  double household_per_record = 0;
};

// One pair as weighed, in bits (log2 of how much likelier a match makes it than the other kind does). The decision goes
// by `total`, the lesser of both: a match must be likelier than strangers and likelier than a household.
struct Weight {
  double against_stranger = 0;
  double against_household = 0;  // as against_stranger where the model has no households
  double total() const { return against_stranger < against_household ? against_stranger : against_household; }
  double probability() const;  // of being a match
};

// A comparison's part in a weight; `value` is what rarity adds.
struct Part {
  double against_stranger = 0;
  double against_household = 0;
};

class Weights {
 public:
  // `records`: among how many a match is looked for.
  Weights(const LinkageModel& model, Shares shares, double records);

  Weight weigh(const Pattern& pattern) const;
  Part part(const Pattern& pattern, std::size_t comparison) const;
  Part start() const { return start_; }  // before anything is compared
  const Shares& shares() const { return shares_; }
  const LinkageModel& model() const { return *model_; }

 private:
  struct LevelWeight {
    float stranger = 0, household = 0;
    float inherited = 1;  // of those in a household who agree, the share that does so because they are one
  };
  const LinkageModel* model_;
  Shares shares_;
  Part start_;
  std::vector<std::array<LevelWeight, 16>> levels_;
};

// The shares that a model gives. Only where has_given_weights().
Shares given_shares(const LinkageModel& model);

// As lines of YAML that can stand in the model's file: the shares beneath each comparison's name.
void write_shares(std::ostream& out, const LinkageModel& model, const Shares& shares);

double probability_of(double bits);
double bits_of(double probability);

}  // namespace lt::identity
