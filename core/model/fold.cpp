// Choosing each field's winner among the claims.
#include "model/fold.hpp"

#include <algorithm>

namespace lt::model {
namespace {

std::size_t rank_of(const Entity& entity, std::string_view system) {
  const auto found = std::find(entity.priority.begin(), entity.priority.end(), system);
  return static_cast<std::size_t>(found - entity.priority.begin());
}

// A total order over everything but equal claims, so that the order of arrival cannot matter.
bool newer(const Claim& a, const Claim& b) {
  if (a.as_of != b.as_of) return a.as_of > b.as_of;
  if (a.system != b.system) return a.system < b.system;
  return a.hash > b.hash;
}

bool better(const Entity& entity, const Field& field, const Claim& a, const Claim& b) {
  if (field.merge == MergeRule::priority) {
    const std::size_t rank_a = rank_of(entity, a.system);
    const std::size_t rank_b = rank_of(entity, b.system);
    if (rank_a != rank_b) return rank_a < rank_b;
  }
  return newer(a, b);
}

// Two claims of one system, time and hash may still differ in a value (two records of one batch that a hash cannot
// tell apart): the value itself decides then.
bool value_before(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return a.kind() < b.kind();
  if (a.kind() == Value::Kind::text) return a.as_text() < b.as_text();
  return a.as_decimal() < b.as_decimal();
}

bool wins(const Entity& entity, const Field& field, std::size_t position, const Claim& a, const Claim& b) {
  if (better(entity, field, a, b)) return true;
  if (better(entity, field, b, a)) return false;
  return value_before(a.values[position], b.values[position]);
}

}  // namespace

Folded fold(const Entity& entity, std::span<const Claim> claims) {
  Folded folded;
  folded.values.resize(entity.fields.size());
  folded.winners.assign(entity.fields.size(), -1);
  for (std::size_t f = 0; f < entity.fields.size(); ++f) {
    int winner = -1;
    for (std::size_t c = 0; c < claims.size(); ++c) {
      if (claims[c].values[f].empty()) continue;
      if (winner < 0 || wins(entity, entity.fields[f], f, claims[c], claims[static_cast<std::size_t>(winner)])) {
        winner = static_cast<int>(c);
      }
    }
    folded.winners[f] = winner;
    if (winner >= 0) folded.values[f] = claims[static_cast<std::size_t>(winner)].values[f];
  }
  return folded;
}

std::vector<int> ranking(const Entity& entity, const Field& field, int field_position, std::span<const Claim> claims) {
  const auto f = static_cast<std::size_t>(field_position);
  std::vector<int> order;
  for (std::size_t c = 0; c < claims.size(); ++c) {
    if (!claims[c].values[f].empty()) order.push_back(static_cast<int>(c));
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return wins(entity, field, f, claims[static_cast<std::size_t>(a)], claims[static_cast<std::size_t>(b)]);
  });
  return order;
}

}  // namespace lt::model
