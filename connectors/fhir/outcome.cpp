// Issue types of R4 (valueset-issue-type) as classes of rejection.
#include "outcome.hpp"

#include "resource.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace lt::fhir {
namespace json = boost::json;
namespace {

struct Issue {
  std::string_view code;
  lt_reject_class reject_class;
};
constexpr Issue issues[] = {
    {"not-found", LT_REJECT_DEPENDENCY},      {"conflict", LT_REJECT_CONFLICT},   {"duplicate", LT_REJECT_CONFLICT},
    {"multiple-matches", LT_REJECT_CONFLICT}, {"forbidden", LT_REJECT_FORBIDDEN}, {"security", LT_REJECT_FORBIDDEN},
    {"suppressed", LT_REJECT_FORBIDDEN},      {"transient", LT_REJECT_TRANSIENT}, {"lock-error", LT_REJECT_TRANSIENT},
    {"no-store", LT_REJECT_TRANSIENT},        {"timeout", LT_REJECT_TRANSIENT},   {"incomplete", LT_REJECT_TRANSIENT},
    {"throttled", LT_REJECT_TRANSIENT},
};

std::string words_of(const json::object& issue) {
  std::string words(text_member(issue, "diagnostics"));
  const auto* details = issue.if_contains("details");
  if (words.empty() && details && details->is_object()) words = text_member(details->get_object(), "text");
  const auto* expression = issue.if_contains("expression");
  if (expression && expression->is_array() && !expression->get_array().empty() &&
      expression->get_array().front().is_string())
    words += " (" + std::string(expression->get_array().front().get_string()) + ")";
  const std::string code(text_member(issue, "code"));
  return words.empty() ? code : code.empty() ? words : code + ": " + words;
}

}  // namespace

bool is_outcome(const json::value& value) {
  return value.is_object() && text_member(value.get_object(), "resourceType") == "OperationOutcome";
}

Refusal refusal_of(const json::value& value, int status) {
  Refusal refusal{"", sdk::reject_class_of(status)};
  bool decided = false;
  const auto* list = is_outcome(value) ? value.get_object().if_contains("issue") : nullptr;
  if (list && list->is_array()) {
    for (const json::value& each : list->get_array()) {
      if (!each.is_object()) continue;
      const std::string_view severity = text_member(each.get_object(), "severity");
      if (severity == "information" || severity == "warning") continue;
      refusal.reason += (refusal.reason.empty() ? "" : "; ") + words_of(each.get_object());
      const auto found = std::find_if(std::begin(issues), std::end(issues), [&](const Issue& issue) {
        return issue.code == text_member(each.get_object(), "code");
      });
      if (!decided && found != std::end(issues)) refusal.reject_class = found->reject_class;
      decided = true;
    }
  }
  if (refusal.reason.empty()) refusal.reason = "the server answered " + std::to_string(status) + " without a reason";
  return refusal;
}

}  // namespace lt::fhir
