// How long traces are kept, and which have had their time.
#pragma once

#include "base/clock.hpp"
#include "store/absorb.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// What grows as the hub works and is not the canonical data itself. What waits for a person is none of it.
enum class Trace : std::uint8_t {
  dead_letters,  // closed ones with what they hold, since they were closed or came last
  runs,          // ledgers; the last of a flow stays, and the last that succeeded
  removed,       // that a row was there: its first key, and what destinations called it
  disclosures,   // the log of what left with deliveries
  answers,       // the log of what left with answers, where it lies beside the store
};
inline constexpr std::array traces{Trace::dead_letters, Trace::runs, Trace::removed, Trace::disclosures,
                                   Trace::answers};

std::string_view to_string(Trace trace);

inline constexpr Milliseconds for_ever = std::numeric_limits<Milliseconds>::max();

// How long one kind of trace is kept.
struct Period {
  Milliseconds usual = for_ever;
  std::map<std::string, Milliseconds, std::less<>> of = {};  // by the flow; by the entity for `removed`

  Milliseconds shortest() const;
  Milliseconds for_what(std::string_view name) const;
};

struct ExpiryQuery {
  Trace trace = Trace::runs;
  Period period;
  Milliseconds now = 0;
  Seq passed = 0;          // every flow that follows the feed has read what comes before
  std::int64_t after = 0;  // Expired::last of the page before
  int limit = 1'000;
};

struct Expired {
  std::vector<std::int64_t> ids;               // as Store::expire takes them
  std::map<std::string, std::int64_t> counts;  // by flow or entity
  std::int64_t last = 0;
  bool more = false;
};

}  // namespace lt::store
