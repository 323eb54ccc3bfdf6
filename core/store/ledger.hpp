// The ledger: what each run of a flow read, stored and delivered, and the balance that must hold.
#pragma once

#include "base/clock.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

enum class Direction : std::uint8_t { in, out };
enum class RunState : std::uint8_t { running, succeeded, failed, cancelled, interrupted };

std::string_view to_string(Direction direction);
std::string_view to_string(RunState state);

// Records of one run. In: read = created + updated + unchanged + filtered + dead.
// Out: due = delivered + unchanged + withheld + dead + pending.
struct Counts {
  std::int64_t read = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t filtered = 0;
  std::int64_t dead = 0;
  std::int64_t due = 0;
  std::int64_t delivered = 0;
  std::int64_t withheld = 0;
  std::int64_t pending = 0;

  bool balanced(Direction direction) const;
  friend bool operator==(const Counts&, const Counts&) = default;
  Counts& operator+=(const Counts& other);
};

using CountsByEntity = std::map<std::string, EntityCounts>;

struct Run {
  RunId id = 0;
  std::string flow;
  Direction direction = Direction::in;
  std::string trigger;  // what started it: "schedule", "change", "hand", "replay" …
  Milliseconds started = 0;
  Milliseconds ended = 0;  // 0 while running
  RunState state = RunState::running;
  Counts counts;
  CountsByEntity entities;
  std::string message;  // why it failed, or who did it by hand and why
  std::string cursor_before;
  std::string cursor_after;
};

struct RunQuery {
  std::string flow = {};   // empty: all
  Milliseconds since = 0;  // started at or after
  int limit = 100;         // the latest first
  std::optional<RunState> state = {};
  RunId before = 0;  // 0: from the latest; else those that come after this run in that order
  std::optional<std::vector<std::string>> among = {};  // of these flows alone
};

}  // namespace lt::store
