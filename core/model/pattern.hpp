// A field's regular expression, compiled once; the usual simple ones are matched without the regex library.
#pragma once

#include <bitset>
#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace lt::model {

// Immutable, so any number of threads may match with it.
struct Pattern {
  // ECMAScript; throws std::regex_error.
  explicit Pattern(const std::string& text);
  // Whether the whole text matches.
  bool matches(std::string_view text) const;
  bool is_simple() const { return !regex; }

  // std::regex recurses once a character, so longer texts are refused unseen instead of risking the stack.
  static constexpr std::size_t longest = 512;  // bytes

  // So many bytes out of a set.
  struct Step {
    std::bitset<256> set;
    std::size_t least = 1;
    std::size_t most = 1;
  };

 private:
  // Steps one after another of which only the last may vary in length: nothing to try twice.
  std::vector<Step> steps;
  std::unique_ptr<const std::regex> regex;  // null where the steps say it all
};

}  // namespace lt::model
