// Names and balance of the ledger.
#include "store/ledger.hpp"

namespace lt::store {

std::string_view to_string(Direction direction) { return direction == Direction::in ? "in" : "out"; }

std::string_view to_string(RunState state) {
  static constexpr std::string_view names[] = {"running", "succeeded", "failed", "cancelled", "interrupted"};
  return names[static_cast<int>(state)];
}

bool Counts::balanced(Direction direction) const {
  return direction == Direction::in ? read == created + updated + unchanged + filtered + dead
                                    : due == delivered + unchanged + withheld + dead + pending;
}

Counts& Counts::operator+=(const Counts& other) {
  read += other.read;
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  filtered += other.filtered;
  dead += other.dead;
  due += other.due;
  delivered += other.delivered;
  withheld += other.withheld;
  pending += other.pending;
  return *this;
}

EntityCounts& EntityCounts::operator+=(const EntityCounts& other) {
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  removed += other.removed;
  conflicts += other.conflicts;
  erased += other.erased;
  return *this;
}

}  // namespace lt::store
