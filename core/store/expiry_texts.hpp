// What each kind of trace is found by and goes with.
#pragma once

#include "store/by_rows.hpp"
#include "store/retention.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lt::store {

struct ExpiryTexts {
  // id, flow or entity, since when it is no more needed: after ?1 in the order of ids, since before ?2, ?3 at most.
  std::string find;
  // In this order; {} stands for the comparison with ids. The last one's changes are counted.
  std::vector<std::string> remove;
};

const ExpiryTexts& texts_of(Trace trace);

// Within a transaction of the connection; `far` as it says. How many there were.
std::int64_t remove_expired(const Prepared& prepared, bool far, Trace trace, std::span<const std::int64_t> ids);

}  // namespace lt::store
