// Spans of time, for the tests of this room.
#pragma once

#include "base/clock.hpp"

namespace lt::sync::test {

inline constexpr Milliseconds minute = 60'000;
inline constexpr Milliseconds hour = 60 * minute;

}  // namespace lt::sync::test
