// Random numbers that are a pure function of a seed and of where they are used, so that anything can be made again
// alone.
#pragma once

#include <cstdint>

namespace lt::twins {

// The finaliser of splitmix64 (Steele, Lea, Flood 2014).
constexpr std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

class Random {
 public:
  // `use` sets apart the streams of one seed; `a` and `b` say which thing is meant.
  constexpr Random(std::uint64_t seed, std::uint64_t use, std::uint64_t a = 0, std::uint64_t b = 0)
      : state_(scramble(scramble(scramble(seed ^ scramble(use)) ^ a) ^ b)) {}

  constexpr std::uint64_t next() { return state_ = scramble(state_); }
  // 0 … limit-1; the bias is below 2^-32 for the limits used here.
  constexpr std::uint64_t below(std::uint64_t limit) { return ((next() >> 32) * limit) >> 32; }
  constexpr bool chance(unsigned percent) { return below(100) < percent; }

  template <class List>
  constexpr const auto& pick(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace lt::twins
