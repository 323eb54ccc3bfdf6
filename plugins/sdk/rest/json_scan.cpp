// A walk over JSON's brackets and quotes; only what the pointers name is looked at.
#include <lienthong/rest/json_scan.hpp>
#include <lienthong/sdk/settings.hpp>

#include <bit>
#include <cstring>

namespace lt::rest {
namespace {

using sdk::failed;
using sdk::unavailable;

class Cursor {
 public:
  explicit Cursor(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }

  // The next byte that is no white space, not consumed.
  char peek() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size()) malformed("it ends too early");
    return text_[at_];
  }

  bool take(char expected) {
    if (peek() != expected) return false;
    ++at_;
    return true;
  }

  void require(char expected) {
    if (!take(expected)) malformed(std::string("'") + expected + "' is missing");
  }

  // The string at the cursor with its quotes.
  std::string_view string() {
    require('"');
    const std::size_t begin = at_ - 1;
    skip_to_quote();
    return text_.substr(begin, at_ - begin);
  }

  void skip_value() {
    const char first = peek();
    if (first == '"') {
      ++at_;
      skip_to_quote();
    } else if (first == '{' || first == '[') {
      ++at_;
      leave_container();
    } else {
      const std::size_t begin = at_;
      while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']')
        ++at_;
      if (at_ == begin) malformed("a value is missing");
    }
  }

  // From inside an array or object to behind its closing bracket.
  void leave_container() {
    std::size_t depth = 1;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        skip_to_quote();
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return;
      }
    }
    malformed("a bracket is not closed");
  }

  [[noreturn]] void malformed(const std::string& why) const {
    throw unavailable("the system's answer is no JSON: " + why + " (byte " + std::to_string(at_) + " of " +
                      std::to_string(text_.size()) + ")");
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  // Non-zero where one of the eight bytes is `byte`.
  static std::uint64_t has_byte(std::uint64_t word, unsigned char byte) {
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    const std::uint64_t zeroed = word ^ (ones * byte);
    return (zeroed - ones) & ~zeroed & (ones << 7);
  }

  // From inside a string to behind its closing quote, eight bytes at a time.
  void skip_to_quote() {
    while (at_ < text_.size()) {
      if (at_ + 8 <= text_.size() && std::endian::native == std::endian::little) {
        std::uint64_t word = 0;
        std::memcpy(&word, text_.data() + at_, 8);
        const std::uint64_t marks = has_byte(word, '"') | has_byte(word, '\\');
        at_ += marks == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(marks)) / 8;
        if (marks == 0) continue;
      }
      const char c = text_[at_++];
      if (c == '"') return;
      if (c == '\\') ++at_;  // and whatever it escapes
    }
    malformed("a text has no end");
  }

  std::string_view text_;
  std::size_t at_;
};

std::string decoded(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
  const auto value = sdk::parse_json(quoted, "a text in the system's answer");
  return std::string(value.get_string());
}

class Finder {
 public:
  // `consume`: the cursor ends behind the value, not at the last thing that was found.
  Finder(std::string_view document, const Pointers& pointers, bool consume)
      : document_(document), pointers_(pointers), consume_(consume), found_(pointers.size()), all_(pointers.size()) {
    for (std::size_t i = 0; i < all_.size(); ++i) all_[i] = i;
  }

  const std::vector<std::optional<std::string_view>>& find(Cursor& cursor) {
    std::fill(found_.begin(), found_.end(), std::nullopt);
    missing_ = found_.size();
    if (missing_ > 0 || consume_) visit(cursor, all_, 0);
    return found_;
  }

 private:
  bool is_over() const { return missing_ == 0 && !consume_; }

  // `active`: pointers whose first `depth` steps lead to the value at the cursor.
  void visit(Cursor& cursor, const std::vector<std::size_t>& active, std::size_t depth) {
    const char first = cursor.peek();
    bool goes_deeper = false;
    for (const std::size_t index : active) {
      if (pointers_.path(index).size() > depth) {
        goes_deeper = true;
      } else if (!found_[index]) {
        found_[index] = document_.substr(cursor.at());
        --missing_;
      }
    }
    if (is_over()) return;
    if (goes_deeper && first == '{') return members(cursor, active, depth);
    if (goes_deeper && first == '[') return items(cursor, active, depth);
    cursor.skip_value();
  }

  void members(Cursor& cursor, const std::vector<std::size_t>& active, std::size_t depth) {
    cursor.require('{');
    if (cursor.take('}')) return;
    do {
      if (cursor.peek() != '"') cursor.malformed("a name is missing");
      const std::string_view name = cursor.string();
      cursor.require(':');
      step(cursor, active, depth, name, true);
      if (is_over()) return;
      if (missing_ == 0) return cursor.leave_container();
    } while (cursor.take(','));
    cursor.require('}');
  }

  void items(Cursor& cursor, const std::vector<std::size_t>& active, std::size_t depth) {
    cursor.require('[');
    if (cursor.take(']')) return;
    std::size_t index = 0;
    do {
      step(cursor, active, depth, std::to_string(index++), false);
      if (is_over()) return;
      if (missing_ == 0) return cursor.leave_container();
    } while (cursor.take(','));
    cursor.require(']');
  }

  void step(Cursor& cursor, const std::vector<std::size_t>& active, std::size_t depth, std::string_view name,
            bool quoted) {
    std::vector<std::size_t> next;
    for (const std::size_t index : active) {
      const auto& path = pointers_.path(index);
      if (path.size() > depth && matches(path[depth], name, quoted)) next.push_back(index);
    }
    if (next.empty())
      cursor.skip_value();
    else
      visit(cursor, next, depth + 1);
  }

  static bool matches(const std::string& step, std::string_view name, bool quoted) {
    if (!quoted) return step == name;
    if (name.find('\\') != std::string_view::npos) return step == decoded(name);
    return name.size() == step.size() + 2 && name.substr(1, step.size()) == step;
  }

  std::string_view document_;
  const Pointers& pointers_;
  const bool consume_;
  std::vector<std::optional<std::string_view>> found_;
  std::vector<std::size_t> all_;
  std::size_t missing_ = 0;
};

std::string unescaped(std::string_view step) {
  std::string text;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      text += step[i];
      continue;
    }
    const char next = i + 1 < step.size() ? step[++i] : ' ';
    if (next != '0' && next != '1')
      throw sdk::misconfigured("'" + std::string(step) + "' is no step of a JSON pointer");
    text += next == '0' ? '~' : '/';
  }
  return text;
}

}  // namespace

Pointers::Pointers(const std::vector<std::string>& pointers) {
  for (const std::string& pointer : pointers) {
    if (!pointer.empty() && pointer.front() != '/')
      throw sdk::misconfigured("'" + pointer + "' is no JSON pointer; it must be empty or begin with '/'");
    auto& path = paths_.emplace_back();
    for (std::size_t at = 0; at < pointer.size();) {
      const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
      path.push_back(unescaped(std::string_view(pointer).substr(at + 1, end - at - 1)));
      at = end;
    }
  }
}

std::vector<std::optional<std::string_view>> find_values(std::string_view document, const Pointers& pointers) {
  Cursor cursor(document);
  return Finder(document, pointers, false).find(cursor);
}

std::string_view whole_value(std::string_view value) {
  Cursor cursor(value);
  cursor.skip_value();
  return value.substr(0, cursor.at());
}

std::optional<std::string> scalar_text(std::string_view value) {
  Cursor cursor(value);
  const char first = cursor.peek();
  if (first == '"') return decoded(cursor.string());
  if (first == '{' || first == '[') return std::nullopt;
  const std::string_view text = whole_value(value);
  return text == "null" ? std::nullopt : std::optional<std::string>(text);
}

bool is_empty_container(std::string_view value) {
  Cursor cursor(value);
  return (cursor.take('[') && cursor.take(']')) || (cursor.at() == 0 && cursor.take('{') && cursor.take('}'));
}

void for_each_item(std::string_view value, const Pointers& pointers, const VisitItem& visit) {
  Cursor cursor(value);
  cursor.require('[');
  if (cursor.take(']')) return;
  Finder finder(value, pointers, true);
  do {
    visit(finder.find(cursor));
  } while (cursor.take(','));
  cursor.require(']');
}

}  // namespace lt::rest
