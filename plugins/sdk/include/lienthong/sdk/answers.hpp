// What the hub lets the connector's system look up: documents of outward mappings, by name.
#pragma once

#include <lienthong/answers.h>
#include <lienthong/sdk/failure.hpp>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lt::sdk {

// Which documents of an answer. Moments are milliseconds since 1970 UTC and need an answer with a field of time.
struct AnswerQuery {
  std::string_view key = {};  // empty: whatever their key
  std::int64_t since = 0;     // at or after it; 0: no bound
  std::int64_t until = 0;     // before it; 0: no bound
  std::int64_t limit = 0;     // 0: all
};

// Valid during one call, on its thread. Throws Failure misconfigured where the system has no answer of that name.
class Answers {
 public:
  explicit Answers(const lt_host* host)
      : answers_(static_cast<const lt_answers*>(host->extension(host, bytes(LT_ANSWERS_ID)))) {
    if (!answers_)
      throw misconfigured("this hub gives its connectors no answers; it is too old or runs without a store");
  }

  // The document with this key, the newest where several have it.
  std::optional<std::string> find(std::string_view name, std::string_view key) const {
    std::optional<std::string> found;
    if (key.empty()) return found;
    each(name, {.key = key, .limit = 1}, [&](std::string_view document) { found = std::string(document); });
    return found;
  }

  // Calls `take(std::string_view document)` for each, the newest first. What it throws ends the walk.
  template <class Take>
  void each(std::string_view name, const AnswerQuery& query, Take&& take) const {
    Walk<Take> walk{take, nullptr};
    const lt_sink sink{sizeof(lt_sink), &walk, &Walk<Take>::put};
    const lt_answers_query raw{
        sizeof(lt_answers_query), bytes(name), bytes(query.key), query.since, query.until, query.limit};
    const lt_status status = answers_->each(answers_, &raw, &sink);
    if (walk.thrown) std::rethrow_exception(walk.thrown);
    require_ok(status);
  }

 private:
  template <class Take>
  struct Walk {
    Take& take;
    std::exception_ptr thrown;

    static lt_status put(const lt_sink* sink, lt_bytes document) noexcept {
      auto& walk = *static_cast<Walk*>(sink->self);
      try {
        walk.take(view(document));
        return LT_OK;
      } catch (...) {
        walk.thrown = std::current_exception();
        return LT_FAILED;
      }
    }
  };

  const lt_answers* answers_;
};

}  // namespace lt::sdk
