// The words of states.
#include "report/health.hpp"

#include <algorithm>
#include <array>

namespace lt::report {
namespace {

constexpr std::array<std::string_view, 5> health_words = {"ok", "never_run", "paused", "late", "failing"};

}  // namespace

std::string_view to_string(Health health) { return health_words.at(static_cast<std::size_t>(health)); }

std::optional<Health> health_of(std::string_view word) {
  const auto* const found = std::ranges::find(health_words, word);
  if (found == health_words.end()) return std::nullopt;
  return static_cast<Health>(found - health_words.begin());
}

}  // namespace lt::report
