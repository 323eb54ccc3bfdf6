// Words to reactions.
#include "verdict.hpp"

namespace sms {
namespace {

struct Word {
  std::string_view name;
  Verdict verdict;
};
using Kind = Verdict::Kind;
constexpr Word words[] = {
    {"accepted", {Kind::accepted, 0, LT_OK}},
    {"duplicate", {Kind::duplicate, LT_REJECT_CONFLICT, LT_OK}},
    {"throttled", {Kind::throttled, LT_REJECT_TRANSIENT, LT_OK}},
    {"transient", {Kind::rejected, LT_REJECT_TRANSIENT, LT_OK}},
    {"permanent", {Kind::rejected, LT_REJECT_PERMANENT, LT_OK}},
    {"conflict", {Kind::rejected, LT_REJECT_CONFLICT, LT_OK}},
    {"forbidden", {Kind::rejected, LT_REJECT_FORBIDDEN, LT_OK}},
    {"dependency", {Kind::rejected, LT_REJECT_DEPENDENCY, LT_OK}},
    {"unavailable", {Kind::stopped, 0, LT_UNAVAILABLE}},
    {"denied", {Kind::stopped, 0, LT_DENIED}},
    {"misconfigured", {Kind::stopped, 0, LT_MISCONFIGURED}},
};

Verdict verdict_of(std::string_view word) {
  for (const Word& each : words)
    if (each.name == word) return each.verdict;
  throw lt::sdk::misconfigured("'" + std::string(word) + "' in `classes` is no reaction");
}

bool fits(std::string_view pattern, std::string_view code) {
  if (pattern.ends_with('*')) return code.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == code;
}

}  // namespace

CodeTable::CodeTable(std::span<const CodeRow> rows, const boost::json::object& own) : rows_(rows) {
  own_.reserve(own.size());
  for (const auto& [code, word] : own) {
    if (!word.is_string()) throw lt::sdk::misconfigured("each of `classes` must be a word");
    own_.push_back({code, verdict_of(word.get_string())});
  }
}

Verdict CodeTable::of(std::string_view code) const {
  for (const Own& each : own_)
    if (fits(each.code, code)) return each.verdict;
  for (const CodeRow& row : rows_)
    if (fits(row.code, code)) return verdict_of(row.word);
  return {};
}

std::string_view CodeTable::meaning(std::string_view code) const {
  for (const CodeRow& row : rows_)
    if (fits(row.code, code)) return row.meaning;
  return {};
}

}  // namespace sms
