// How a list comes in pages: what to ask for next, and when it ends.
#pragma once

#include <lienthong/rest/json_scan.hpp>
#include <lienthong/sdk/settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::rest {

// The target of rel="next" in a Link header (RFC 8288), or nothing.
std::optional<std::string> next_link(std::string_view header);

// From a stream's `paging`. Immutable: thread-safe. A place in the list is a text: a page number, an offset, a cursor,
// an address; empty for the beginning of a list by cursor or address.
class Paging {
 public:
  // Where the answer's facts stand; indices into find().
  enum Fact { total, pages, more, next, echo, records, answer_moment, fact_count };
  using Facts = std::vector<std::optional<std::string_view>>;

  // `records` and `answer_moment`: the stream's own pointers, looked up in the same pass; `answer_moment` may be
  // absent.
  Paging(const sdk::Settings& paging, const std::string& records, const std::optional<std::string>& answer_moment);

  const std::string& type() const { return type_; }
  std::string first() const;
  bool is_address(std::string_view place) const;  // a place to follow instead of a parameter

  // Names and values for the request of a place; `size` instead of the settings' where it is given and can be told.
  std::vector<std::pair<std::string, std::string>> parameters(std::string_view place,
                                                              std::optional<std::int64_t> size = std::nullopt) const;

  Facts find(std::string_view body) const;

  // The place behind this one, or nothing at the end; `link` is the answer's Link header, or empty. Throws Failure
  // where the answer is not of the page asked for, or leads to itself.
  std::optional<std::string> after(std::string_view place, const Facts& facts, std::string_view link = {}) const;

  // Where to go on after a restart, when everything up to and with `place` is stored and `next` comes behind it: lists
  // by number may have moved, so their last page is read again.
  const std::string& resume_at(const std::string& place, const std::string& next_place) const;

  // Records up to and with this place, where the list is counted.
  std::optional<std::int64_t> done(std::string_view place) const;
  static std::optional<std::int64_t> number(const std::optional<std::string_view>& fact);

 private:
  std::optional<std::string> after_number(std::string_view place, const Facts& facts) const;

  std::string type_;  // none, page, offset, cursor, next, link
  std::string parameter_;
  std::string size_parameter_;
  std::int64_t first_ = 1;
  std::int64_t size_ = 0;
  std::vector<int> facts_;  // which Fact each of the pointers is
  Pointers pointers_{std::vector<std::string>{}};
};

}  // namespace lt::rest
