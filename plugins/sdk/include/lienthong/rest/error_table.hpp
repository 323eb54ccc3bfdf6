// What an answer means, by its status and its body, for a whole call or for the records that were sent.
#pragma once

#include <lienthong/rest/json_scan.hpp>
#include <lienthong/sdk/http.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lt::rest {

struct Verdict {
  lt_status call = LT_OK;                 // what the call ends with; LT_OK: go on
  std::optional<lt_reject_class> record;  // set: the answer refuses the records, the call goes on
};

enum class RequestKind { read, write, write_to_record };

// From the settings' `errors`: a list of {status?, pointer?, value?, class}, the first that fits counts; what none fits
// is judged by its status alone. Immutable: thread-safe.
class ErrorTable {
 public:
  explicit ErrorTable(const boost::json::array& rules);

  Verdict judge(const sdk::Response& response, RequestKind kind) const;

 private:
  struct Rule {
    std::optional<std::int64_t> status;  // none: any but 2xx
    std::optional<Pointers> pointer;
    std::optional<std::string> value;  // none: anything but null
    Verdict verdict;

    bool fits(const sdk::Response& response) const;
  };

  std::vector<Rule> rules_;
};

// "transient", "permanent", "conflict", "forbidden", "dependency". Throws Failure misconfigured for another word.
lt_reject_class reject_class_named(std::string_view name);

}  // namespace lt::rest
