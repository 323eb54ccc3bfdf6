// String comparators without allocation.
#include "identity/text_similarity.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace lt::identity {
namespace {

constexpr std::size_t longest_compared = 64;  // bytes that a bit mask holds

struct CommonLetters {
  std::uint64_t of_a = 0, of_b = 0;  // bit i: the i-th byte has a partner
  int count = 0;
};

CommonLetters common_letters(std::string_view a, std::string_view b) {
  CommonLetters common;
  const auto window = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t end = std::min(b.size(), i + window + 1);
    for (std::size_t j = i > window ? i - window : 0; j < end; ++j) {
      const std::uint64_t bit = std::uint64_t{1} << j;
      if ((common.of_b & bit) != 0 || a[i] != b[j]) continue;
      common.of_b |= bit;
      common.of_a |= std::uint64_t{1} << i;
      ++common.count;
      break;
    }
  }
  return common;
}

int out_of_order(std::string_view a, std::string_view b, const CommonLetters& common) {
  int differing = 0;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((common.of_a >> i & 1) == 0) continue;
    while ((common.of_b >> j & 1) == 0) ++j;
    if (a[i] != b[j++]) ++differing;
  }
  return differing / 2;
}

}  // namespace

double jaro_winkler(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  a = a.substr(0, longest_compared);
  b = b.substr(0, longest_compared);
  const CommonLetters common = common_letters(a, b);
  if (common.count == 0) return 0;
  const double m = common.count;
  const double jaro =
      (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - out_of_order(a, b, common)) / m) /
      3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < std::min(a.size(), b.size()) && a[prefix] == b[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * 0.1 * (1 - jaro);
}

int edits(std::string_view a, std::string_view b, int most) {
  if (a == b) return 0;
  // What is equal at both ends needs no table.
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.size() > b.size()) std::swap(a, b);
  if (static_cast<int>(b.size() - a.size()) > most || b.size() > longest_compared) return most + 1;
  std::array<std::array<std::uint8_t, longest_compared + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    auto& row = rows[i % 3];
    row[0] = static_cast<std::uint8_t>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      int value = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) value = std::min(value, two_above[j - 2] + 1);
      row[j] = static_cast<std::uint8_t>(value);
      least = std::min(least, value);
    }
    if (least > most) return most + 1;
  }
  return std::min<int>(rows[a.size() % 3][b.size()], most + 1);
}

Words::Words(std::string_view text) {
  while (count < most) {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return;
    text.remove_prefix(start);
    list[count] = text.substr(0, text.find(' '));
    text.remove_prefix(list[count++].size());
  }
}

void Words::sort() { std::sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count)); }

}  // namespace lt::identity
