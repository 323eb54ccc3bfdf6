// The ways in which two values may agree: what a comparison's levels are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::identity {

// One field of two records, both filled; and, of a kind over two fields, the other field of each.
struct Sides {
  std::string_view a, b;
  std::string_view other_a, other_b;  // may be empty
  double rarer = 1, commoner = 1;     // how many records bear the rarer and the commoner of both values
};

struct Agreement {
  std::string_view name;
  std::string_view usage;
  std::string_view purpose;
  bool two_fields = false;
  bool takes_number = false;
  double least = 0, most = 0;  // of the number
  // Whether those that agree so bear the same value, so that its frequency weighs; where not, it does not.
  bool same_value = false;
  // Null: equality, which is told from the numbers of the values without their texts.
  bool (*holds)(const Sides& sides, double number) = nullptr;
};

const Agreement* find_agreement(std::string_view name);
std::vector<std::string> agreement_names();

}  // namespace lt::identity
