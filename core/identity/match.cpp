// Deterministic matching.
#include "identity/match.hpp"

#include <algorithm>

namespace lt::identity {

using model::Value;

namespace {

const Value& at(std::span<const Value> values, int field) { return values[static_cast<std::size_t>(field)]; }

bool stands(const model::Entity& entity, std::span<const Value> values, const Candidate& candidate) {
  const bool weak = entity.keys[static_cast<std::size_t>(candidate.key)].weak;
  const auto last = weak ? entity.keys.size() : static_cast<std::size_t>(candidate.key);
  return std::none_of(entity.keys.begin(), entity.keys.begin() + static_cast<std::ptrdiff_t>(last),
                      [&](const model::Key& key) { return !key.weak && contradicts(key, values, candidate.values); });
}

// Two that share a weak key and differ in a strong one are simply two, no dispute.
bool disputed(const model::Entity& entity, std::span<const Value> values, const Candidate& candidate) {
  return !entity.keys[static_cast<std::size_t>(candidate.key)].weak || stands(entity, values, candidate);
}

// The row that one key gives, where it gives exactly one; a strong key gives its first.
std::optional<std::int64_t> choose(const model::Key& key, const std::vector<std::int64_t>& standing) {
  if (standing.empty() || (key.weak && standing.size() > 1)) return std::nullopt;
  return *std::min_element(standing.begin(), standing.end());
}

}  // namespace

bool filled(const model::Key& key, std::span<const Value> values) {
  return std::none_of(key.fields.begin(), key.fields.end(), [&](int field) { return at(values, field).empty(); });
}

bool contradicts(const model::Key& key, std::span<const Value> a, std::span<const Value> b) {
  return filled(key, a) && filled(key, b) &&
         std::any_of(key.fields.begin(), key.fields.end(), [&](int field) { return !(at(a, field) == at(b, field)); });
}

bool same_keys(const model::Entity& entity, std::span<const Value> a, std::span<const Value> b) {
  return std::all_of(entity.keys.begin(), entity.keys.end(), [&](const model::Key& key) {
    return std::all_of(key.fields.begin(), key.fields.end(), [&](int field) { return at(a, field) == at(b, field); });
  });
}

Decision decide(const model::Entity& entity, std::span<const Value> values, std::span<const Candidate> candidates) {
  Decision decision;
  for (std::size_t k = 0; k < entity.keys.size() && !decision.row; ++k) {
    std::vector<std::int64_t> standing;
    for (const Candidate& candidate : candidates)
      if (candidate.key == static_cast<int>(k) && stands(entity, values, candidate)) standing.push_back(candidate.row);
    decision.row = choose(entity.keys[k], standing);
  }
  for (const Candidate& candidate : candidates)
    if (candidate.row != decision.row && disputed(entity, values, candidate))
      decision.conflicts.push_back({candidate.row, candidate.key});
  return decision;
}

}  // namespace lt::identity
