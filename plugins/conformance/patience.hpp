// How much longer than promised everything may take: a build with sanitizers is several times slower.
#pragma once

namespace lt::conformance {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int patience = 5;
#else
inline constexpr int patience = 1;
#endif

}  // namespace lt::conformance
