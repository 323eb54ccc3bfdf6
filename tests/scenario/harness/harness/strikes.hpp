// What a partner can do wrong over JSON, and what must be true of the hub whichever it is.
#pragma once

#include "harness/installation.hpp"

#include <functional>
#include <span>
#include <string>

namespace lt::scenario {

inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int misconfigured = 3;
inline constexpr int unavailable = 4;
inline constexpr int attention = 5;
inline constexpr int as_usual = -1;  // as the same run ends without a fault

struct Fault {
  const char* kind;
  int exit;           // of the run that meets it
  const char* error;  // the run's own word for it; empty where it went through
};

// Of lists that are read; `field` is one without which a record cannot stand.
std::vector<Fault> faults_on_reading();
std::vector<Fault> faults_on_writing();

struct Target {
  std::string twin;
  std::string flow;
  std::string path;
  int after = 1;                                        // requests that go well before the fault
  std::function<void(Installation&)> begin_again = {};  // the installation anew, an empty store
};

// Whatever happens, the run says so, its ledger balances, and a whole run later the store is as if nothing had.
void strike_reading(Installation& hub, const Target& target, std::span<const Fault> faults);
// Whatever happens, all that is due arrives once the partner is well, and nothing arrives twice as new. `held`: how
// many records the twin's inbox at the path holds then.
void strike_writing(Installation& hub, const Target& target, std::span<const Fault> faults, std::int64_t held);

}  // namespace lt::scenario
