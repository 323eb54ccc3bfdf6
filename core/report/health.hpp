// How a flow stands, in the order of badness.
#pragma once

#include <optional>
#include <string_view>

namespace lt::report {

enum class Health { ok, never_run, paused, late, failing };

std::string_view to_string(Health health);
std::optional<Health> health_of(std::string_view word);

}  // namespace lt::report
