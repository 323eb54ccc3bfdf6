// Many records at once: which pairs may be one, and the groups that follow.
#pragma once

#include "identity/block_index.hpp"
#include "identity/comparer.hpp"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace lt::identity {

// A pair that is likely enough to be kept.
struct Link {
  RecordNumber a = 0, b = 0;  // a > b
  float bits = 0;             // Weight::total()
  bool conflict = false;      // a comparison that identifies differs: a person must look
};

struct Links {
  std::vector<Link> list;         // the likeliest first
  std::uint64_t pairs = 0;        // that were weighed
  std::uint64_t passed_over = 0;  // blocks that were too big, each time it was met
};

// Every pair that blocking brings together and that weighs at least `from` bits. The records must all be in both.
Links find_links(const RecordTable& table, const BlockIndex& index, const Comparer& comparer, const Weights& weights,
                 double from, const std::stop_token& stop = {});

// Groups of records that are one, each by its least record number.
struct Grouping {
  std::vector<RecordNumber> group_of;
  std::vector<Link> refused;  // strong enough alone, but their groups hold two that cannot be one: for a person to see
};

// Joins by the links of at least `merge_from` bits, the strongest first, and only where no record of one group is kept
// apart from one of the other: by different identifiers, or by a weight below `apart_below` bits. So a record between
// two persons never chains them into one.
Grouping group(const RecordTable& table, const Comparer& comparer, const Weights& weights, const Links& links,
               double merge_from, double apart_below);

}  // namespace lt::identity
