// The one idea: a canonical row is the fold of what its sources say.
#pragma once

#include "base/clock.hpp"
#include "model/entity.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lt::model {

// What one source says of one entity.
struct Claim {
  std::string_view system;
  Milliseconds as_of = 0;
  std::int64_t hash = 0;  // breaks ties, so that the fold does not depend on the order of arrival
  std::span<const Value> values;
};

struct Folded {
  std::vector<Value> values;  // borrowed from the claims
  std::vector<int> winners;   // position of the claim that gave each value; -1 where none did
};

// Pure: the same set of claims in any order gives the same row. For each field the candidates are the claims with a
// filled value; the merge rule orders them; the first wins.
Folded fold(const Entity& entity, std::span<const Claim> claims);

// The order of claims under a field's rule, best first, empty ones left out: the winner and the losers of explain.
std::vector<int> ranking(const Entity& entity, const Field& field, int field_position, std::span<const Claim> claims);

}  // namespace lt::model
