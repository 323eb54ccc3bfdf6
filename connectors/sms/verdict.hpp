// What a provider's code means for one message or for the whole call: tables of the contracts, and the administrator's
// own words before them.
#pragma once

#include <boost/json.hpp>
#include <lienthong/sdk/failure.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sms {

struct Verdict {
  enum class Kind {
    accepted,   // the provider has it; it is not delivered yet
    duplicate,  // the provider has seen this request id or message before
    rejected,   // this message alone
    throttled,  // too fast: this message again after a pause
    stopped,    // the whole call
  };
  Kind kind = Kind::rejected;
  lt_reject_class reject_class = LT_REJECT_PERMANENT;  // of a rejected one
  lt_status status = LT_FAILED;                        // of a stopped call
};

// A code of the provider, or the beginning of one before a '*'.
struct CodeRow {
  std::string_view code;
  std::string_view word;  // accepted, duplicate, throttled, transient, permanent, conflict, forbidden, dependency,
                          // unavailable, denied, misconfigured
  std::string_view meaning;
};

class CodeTable {
 public:
  // `own`: code to word, as in the setting `classes`. Throws Failure misconfigured for a word that does not exist.
  CodeTable(std::span<const CodeRow> rows, const boost::json::object& own);

  // A code in no table is a permanent refusal of this message.
  Verdict of(std::string_view code) const;
  // In words; empty where the table has none.
  std::string_view meaning(std::string_view code) const;

 private:
  struct Own {
    std::string code;
    Verdict verdict;
  };
  std::span<const CodeRow> rows_;
  std::vector<Own> own_;
};

}  // namespace sms
