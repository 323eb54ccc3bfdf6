// Compiling simple patterns into steps, and others with std::regex.
#include "model/pattern.hpp"

#include <charconv>
#include <optional>

namespace lt::model {
namespace {

constexpr std::string_view special = "^$\\.*+?()[]{}|/";

// Reads a pattern made of characters, [sets] and \d with {n}, {n,m}, ?, * and + after them.
class SimpleReader {
 public:
  explicit SimpleReader(std::string_view text) : text_(text) {}

  std::optional<std::vector<Pattern::Step>> run() {
    std::vector<Pattern::Step> steps;
    while (at_ < text_.size()) {
      if (!steps.empty() && steps.back().least != steps.back().most) return std::nullopt;
      Pattern::Step step;
      if (!set(step) || !count(step)) return std::nullopt;
      steps.push_back(step);
    }
    return steps;
  }

 private:
  bool set(Pattern::Step& step) {
    const char c = text_[at_++];
    if (c == '[') return bracket(step);
    if (c == '\\') return escaped(step);
    if (special.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80) return false;
    step.set.set(static_cast<unsigned char>(c));
    return true;
  }

  bool escaped(Pattern::Step& step) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_++];
    if (c == 'd') {
      for (unsigned char digit = '0'; digit <= '9'; ++digit) step.set.set(digit);
      return true;
    }
    step.set.set(static_cast<unsigned char>(c));
    return special.find(c) != std::string_view::npos;
  }

  bool bracket(Pattern::Step& step) {
    while (at_ < text_.size() && text_[at_] != ']') {
      const auto first = static_cast<unsigned char>(text_[at_++]);
      if (first >= 0x80 || first == '\\' || first == '^' || first == '[' || first == '-') return false;
      unsigned char last = first;
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        last = static_cast<unsigned char>(text_[at_ + 1]);
        at_ += 2;
      }
      if (last >= 0x80 || last < first) return false;
      for (unsigned int c = first; c <= last; ++c) step.set.set(c);
    }
    if (at_ == text_.size()) return false;
    ++at_;
    return true;
  }

  bool count(Pattern::Step& step) {
    if (at_ == text_.size()) return true;
    switch (text_[at_]) {
      case '?':
        step.least = 0;
        break;
      case '*':
        step.least = 0;
        step.most = Pattern::longest;
        break;
      case '+':
        step.most = Pattern::longest;
        break;
      case '{':
        return braces(step);
      default:
        return true;
    }
    ++at_;
    return at_ == text_.size() || special.find(text_[at_]) == std::string_view::npos || text_[at_] == '[' ||
           text_[at_] == '\\';
  }

  bool braces(Pattern::Step& step) {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return false;
    const char* at = text_.data() + at_ + 1;
    const char* stop = text_.data() + end;
    auto read = std::from_chars(at, stop, step.least);
    if (read.ec != std::errc()) return false;
    step.most = step.least;
    if (read.ptr != stop) {
      if (*read.ptr != ',') return false;
      step.most = Pattern::longest;
      if (read.ptr + 1 != stop) read = std::from_chars(read.ptr + 1, stop, step.most);
      if (read.ec != std::errc() || (read.ptr != stop && read.ptr + 1 != stop)) return false;
    }
    at_ = end + 1;
    return step.least <= step.most;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Pattern::Pattern(const std::string& text) {
  if (auto simple = SimpleReader(text).run()) {
    steps = std::move(*simple);
  } else {
    regex = std::make_unique<const std::regex>(text, std::regex::ECMAScript | std::regex::optimize);
  }
}

bool Pattern::matches(std::string_view text) const {
  if (text.size() > longest) return false;
  if (regex) return std::regex_match(text.begin(), text.end(), *regex);
  for (const Step& step : steps) {
    std::size_t taken = 0;
    while (taken < step.most && taken < text.size() && step.set[static_cast<unsigned char>(text[taken])]) ++taken;
    if (taken < step.least) return false;
    text.remove_prefix(taken);
  }
  return text.empty();
}

}  // namespace lt::model
