// Weighing candidate pairs and joining groups.
#include "identity/linker.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <numeric>

namespace lt::identity {
namespace {

// Rings of members and a tree of leaders; a group's leader is its least record.
class Rings {
 public:
  explicit Rings(std::size_t size) : leader_(size), next_(size) {
    std::iota(leader_.begin(), leader_.end(), RecordNumber{0});
    std::iota(next_.begin(), next_.end(), RecordNumber{0});
  }

  RecordNumber leader(RecordNumber record) {
    while (leader_[record] != record) record = leader_[record] = leader_[leader_[record]];
    return record;
  }
  RecordNumber next(RecordNumber record) const { return next_[record]; }

  void join(RecordNumber a, RecordNumber b) {
    leader_[std::max(a, b)] = std::min(a, b);
    std::swap(next_[a], next_[b]);
  }

  std::vector<RecordNumber> leaders() {
    for (RecordNumber record = 0; record < leader_.size(); ++record) leader_[record] = leader(record);
    return leader_;
  }

 private:
  std::vector<RecordNumber> leader_, next_;
};

}  // namespace

Links find_links(const RecordTable& table, const BlockIndex& index, const Comparer& comparer, const Weights& weights,
                 double from, const std::stop_token& stop) {
  Links links;
  BlockKeys keys(table.model());
  std::vector<RecordNumber> found;
  Pattern pattern;
  for (RecordNumber a = 0; a < table.size(); ++a) {
    if (a % 4096 == 0 && stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while records were matched");
    links.passed_over += index.find(keys.of(table, table.view(a)), table.model(), a, found);
    links.pairs += found.size();
    for (const RecordNumber b : found) {
      comparer.compare(table.view(a), table.view(b), pattern);
      const auto bits = static_cast<float>(weights.weigh(pattern).total());
      if (bits >= from) links.list.push_back({a, b, bits, comparer.conflicts(pattern)});
    }
  }
  std::sort(links.list.begin(), links.list.end(), [](const Link& x, const Link& y) {
    return x.bits != y.bits ? x.bits > y.bits : std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  return links;
}

Grouping group(const RecordTable& table, const Comparer& comparer, const Weights& weights, const Links& links,
               double merge_from, double apart_below) {
  Rings rings(table.size());
  Grouping made;
  Pattern pattern;
  const auto apart = [&](RecordNumber a, RecordNumber b) {
    comparer.compare(table.view(a), table.view(b), pattern);
    return comparer.conflicts(pattern) || weights.weigh(pattern).total() < apart_below;
  };
  const auto any_apart = [&](RecordNumber a, RecordNumber b) {
    RecordNumber x = a;
    do {
      RecordNumber y = b;
      do {
        if (apart(x, y)) return true;
        y = rings.next(y);
      } while (y != b);
      x = rings.next(x);
    } while (x != a);
    return false;
  };
  for (const Link& link : links.list) {
    if (link.bits < merge_from) break;
    const RecordNumber a = rings.leader(link.a), b = rings.leader(link.b);
    if (a == b) continue;
    if (link.conflict || any_apart(a, b)) {
      made.refused.push_back(link);
    } else {
      rings.join(a, b);
    }
  }
  made.group_of = rings.leaders();
  return made;
}

}  // namespace lt::identity
