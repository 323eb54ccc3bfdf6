// The nearest right name, for errors that a person can act on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt {

// "; did you mean 'x'?" where a candidate is near enough to `name`, else "; known: a, b, c" (12 at most).
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace lt
