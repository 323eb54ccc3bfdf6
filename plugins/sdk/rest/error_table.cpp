// The words of the table and the meaning of bare statuses.
#include <lienthong/rest/error_table.hpp>

#include <algorithm>
#include <array>

namespace lt::rest {
namespace {

struct RecordWord {
  std::string_view word;
  lt_reject_class reject_class;
};
constexpr RecordWord record_words[] = {{"transient", LT_REJECT_TRANSIENT},
                                       {"permanent", LT_REJECT_PERMANENT},
                                       {"conflict", LT_REJECT_CONFLICT},
                                       {"forbidden", LT_REJECT_FORBIDDEN},
                                       {"dependency", LT_REJECT_DEPENDENCY}};

struct CallWord {
  std::string_view word;
  lt_status status;
};
constexpr CallWord call_words[] = {{"accepted", LT_OK},
                                   {"unavailable", LT_UNAVAILABLE},
                                   {"denied", LT_DENIED},
                                   {"misconfigured", LT_MISCONFIGURED},
                                   {"failed", LT_FAILED}};

Verdict verdict_named(std::string_view name) {
  for (const CallWord& each : call_words)
    if (each.word == name) return {each.status, std::nullopt};
  return {LT_OK, reject_class_named(name)};
}

template <std::size_t N>
bool is_one_of(int status, const std::array<int, N>& list) {
  return std::find(list.begin(), list.end(), status) != list.end();
}

Verdict by_status(int status, RequestKind kind) {
  constexpr std::array about_records{400, 409, 412, 413, 415, 422, 424};
  constexpr std::array about_an_address{404, 410};
  const bool writes = kind != RequestKind::read;
  if (writes && is_one_of(status, about_records)) return {LT_OK, sdk::reject_class_of(status)};
  if (kind == RequestKind::write_to_record && is_one_of(status, about_an_address))
    return {LT_OK, sdk::reject_class_of(status)};
  // What we ask for stands in the settings.
  if (status == 400 || status == 422) return {LT_MISCONFIGURED, std::nullopt};
  return {sdk::status_of(status), std::nullopt};
}

}  // namespace

lt_reject_class reject_class_named(std::string_view name) {
  for (const RecordWord& each : record_words)
    if (each.word == name) return each.reject_class;
  throw sdk::misconfigured("'" + std::string(name) + "' is no class of errors");
}

ErrorTable::ErrorTable(const boost::json::array& rules) {
  for (const auto& value : rules) {
    if (!value.is_object()) throw sdk::misconfigured("each of `errors` must be an object");
    const sdk::Settings settings(value.get_object());
    Rule& rule = rules_.emplace_back();
    if (settings.has("status")) rule.status = settings.integer("status");
    if (settings.has("pointer")) rule.pointer.emplace(std::vector{settings.text("pointer")});
    if (settings.has("value")) rule.value = settings.text("value");
    rule.verdict = verdict_named(settings.text("class"));
  }
}

bool ErrorTable::Rule::fits(const sdk::Response& response) const {
  if (status ? *status != response.status() : response.ok()) return false;
  if (!pointer) return true;
  try {
    const auto found = find_values(response.body(), *pointer)[0];
    const auto text = found ? scalar_text(*found) : std::nullopt;
    return text && (!value || *value == *text);
  } catch (const sdk::Failure&) {
    return false;  // a page of a gateway, not of the system
  }
}

Verdict ErrorTable::judge(const sdk::Response& response, RequestKind kind) const {
  for (const Rule& rule : rules_)
    if (rule.fits(response)) return rule.verdict;
  return by_status(response.status(), kind);
}

}  // namespace lt::rest
