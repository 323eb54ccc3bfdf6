// Finds single values in a large JSON document without parsing the rest of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::rest {

// JSON pointers (RFC 6901), taken apart once.
class Pointers {
 public:
  // An empty text stands for the whole document. Throws Failure misconfigured for what is no pointer.
  explicit Pointers(const std::vector<std::string>& pointers);

  std::size_t size() const { return paths_.size(); }
  const std::vector<std::string>& path(std::size_t index) const { return paths_[index]; }

 private:
  std::vector<std::vector<std::string>> paths_;
};

// Where the values at the pointers begin: each the document from the first byte of the value on, or nothing. Reads the
// document from the front and stops when all are found, so that what stands before a long array costs next to nothing.
// Throws Failure unavailable where it meets something that is no JSON, as the hub does with a page that it cannot use;
// what it skips is not checked.
std::vector<std::optional<std::string_view>> find_values(std::string_view document, const Pointers& pointers);

// A string decoded, a number, true or false as it stands; nothing for null, for an object or an array.
std::optional<std::string> scalar_text(std::string_view value);

// The value alone: from its first byte to its last.
std::string_view whole_value(std::string_view value);

// The value is an array or object without members.
bool is_empty_container(std::string_view value);

// Calls `visit` for each item of the array that `value` begins with, with where the values at the pointers begin in it.
// Throws Failure failed where it is no array.
using VisitItem = std::function<void(const std::vector<std::optional<std::string_view>>& found)>;
void for_each_item(std::string_view value, const Pointers& pointers, const VisitItem& visit);

}  // namespace lt::rest
