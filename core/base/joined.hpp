// Words one behind the other, for people and for files.
#pragma once

#include <string>
#include <string_view>

namespace lt {

// `words`: any range of texts.
template <class Words>
std::string joined(const Words& words, std::string_view separator) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? std::string_view() : separator).append(word);
  return text;
}

}  // namespace lt
