// Why a pair was judged as it was: each comparison with its values and its bits, which add up to the decision.
#pragma once

#include "identity/comparer.hpp"

#include <string>
#include <vector>

namespace lt::identity {

struct ExplainedPart {
  std::string label;  // of the comparison, for administrators
  std::string level;  // as the model writes it
  std::string a, b;   // the values that were compared first
  double bits = 0;
};

struct Explanation {
  double bits = 0;                   // the sum of `start` and of all parts
  double probability = 0;            // of being one
  Kind against = Kind::stranger;     // the likelier of what it would be else; the bits are against that
  double start = 0;                  // before anything is compared: how rare a match is
  bool conflict = false;             // identifiers differ
  std::vector<ExplainedPart> parts;  // of what both sides have
};

Explanation explain(const RecordTable& table, const Comparer& comparer, const Weights& weights, const RecordView& a,
                    const RecordView& b);

}  // namespace lt::identity
