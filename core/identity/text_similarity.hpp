// How near two short texts are to each other: for names and numbers as people mistype them.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace lt::identity {

// Jaro's similarity with Winkler's bonus for an equal start (prefix of 4 at most, factor 0.1): 0 nothing alike, 1
// equal. Works on bytes, so give it folded text; what lies behind the first 64 bytes is not looked at. Source: W.
// Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage", 1990.
double jaro_winkler(std::string_view a, std::string_view b);

// Insertions, deletions, substitutions and swaps of neighbours that make one of the other (optimal string alignment),
// or `most` + 1 where more are needed. On bytes; `most` is at most 7.
int edits(std::string_view a, std::string_view b, int most);

// The words of a text, split at blanks: the first eight, which no name exceeds. Views into the text.
struct Words {
  static constexpr std::size_t most = 8;
  std::array<std::string_view, most> list;
  std::size_t count = 0;

  explicit Words(std::string_view text);
  std::string_view operator[](std::size_t i) const { return list[i]; }
  std::span<const std::string_view> all() const { return {list.data(), count}; }
  void sort();
};

}  // namespace lt::identity
