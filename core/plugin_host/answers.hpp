// What a system may look up in the hub; implemented where the store is, asked by plugins through the host.
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace lt::plugin_host {

// Which documents of an answer.
struct AnswerQuery {
  std::string_view name;
  std::string_view key = {};               // empty: whatever their key
  std::optional<Milliseconds> since = {};  // at or after it
  std::optional<Milliseconds> until = {};  // before it
  std::optional<std::int64_t> limit = {};
};

// The answers of one system. One thread at a time; `take` may ask again.
class Answers {
 public:
  virtual ~Answers() = default;
  // Gives each document to `take`, the newest first, until it returns false. Throws Error misconfigured where the
  // system has no such answer, or none with a field of time for a bound.
  virtual void each(const AnswerQuery& query, const std::function<bool(std::string_view document)>& take) = 0;
};

}  // namespace lt::plugin_host
