// The words of states.
#include "report/health.hpp"

#include <algorithm>
#include <array>

namespace lt::report {
namespace {

constexpr std::array<std::string_view, 5> names = {"ok", "never_run", "paused", "late", "failing"};

}  // namespace

std::string_view to_string(Health health) { return names.at(static_cast<std::size_t>(health)); }

std::optional<Health> health_of(std::string_view word) {
  const auto* const found = std::ranges::find(names, word);
  if (found == names.end()) return std::nullopt;
  return static_cast<Health>(found - names.begin());
}

}  // namespace lt::report
