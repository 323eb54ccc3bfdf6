// A field's regular expression, compiled once.
#pragma once

#include <regex>
#include <string>
#include <string_view>

namespace lt::model {

struct Pattern {
  explicit Pattern(const std::string& text) : regex(text, std::regex::ECMAScript | std::regex::optimize) {}

  // std::regex recurses once a character, so longer texts are refused unseen instead of risking the stack.
  static constexpr std::size_t longest = 512;  // bytes

  bool matches(std::string_view text) const {
    return text.size() <= longest && std::regex_match(text.begin(), text.end(), regex);
  }

  std::regex regex;
};

}  // namespace lt::model
