// One check in a process of its own.
#pragma once

#include "conformance/conformance.hpp"

#include <chrono>
#include <functional>

namespace lt::conformance {

struct Outcome {
  Verdict verdict = Verdict::passed;
  std::string detail;
};

inline Outcome passed() { return {}; }
inline Outcome failed(std::string detail) { return {Verdict::failed, std::move(detail)}; }
inline Outcome skipped(std::string detail) { return {Verdict::skipped, std::move(detail)}; }

// What `check` gave in a child process; failed where it threw, crashed or did not end within `limit`.
Outcome run_isolated(const std::function<Outcome()>& check, std::chrono::seconds limit);

}  // namespace lt::conformance
