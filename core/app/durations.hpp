// Lengths of time by their names.
#pragma once

#include "base/clock.hpp"

namespace lt::app {

inline constexpr Milliseconds minute = 60'000;
inline constexpr Milliseconds hour = 60 * minute;
inline constexpr Milliseconds day = 24 * hour;

}  // namespace lt::app
