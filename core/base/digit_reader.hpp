// Reads runs of digits and the signs between them from a short text, without allocation.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lt {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

inline std::string_view without_outer_blanks(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  // The number in a run of at least `least` and at most `most` digits (most ≤ 18); a longer run is std::nullopt.
  std::optional<std::int64_t> number(int least, int most) {
    std::int64_t value = 0;
    int count = 0;
    while (count < most && !rest_.empty() && is_digit(rest_.front())) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      ++count;
    }
    if (count < least) return std::nullopt;
    return value;
  }

  // Steps over one character of `any` and returns it; '\0' where none stands here.
  char take_any(std::string_view any) {
    if (rest_.empty() || any.find(rest_.front()) == std::string_view::npos) return '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }
  bool take(char c) { return take_any({&c, 1}) != '\0'; }
  void skip_blanks() {
    while (take_any(" \t")) {
    }
  }

 private:
  std::string_view rest_;
};

}  // namespace lt
