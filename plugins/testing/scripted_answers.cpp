// The given documents, picked as the hub picks them.
#include "testing/scripted_answers.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace lt::plugin_testing {

void ScriptedAnswers::give(const std::string& name, std::string key, std::string document, Milliseconds time) {
  std::vector<Document>& list = documents_[name];
  const auto older = std::find_if(list.begin(), list.end(), [&](const Document& d) { return d.time <= time; });
  list.insert(older, {std::move(key), std::move(document), time});
}

void ScriptedAnswers::each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) {
  asked.push_back(std::string(query.name) + (query.key.empty() ? "" : " ") + std::string(query.key));
  const auto found = documents_.find(query.name);
  if (found == documents_.end()) {
    throw Error(ErrorKind::misconfigured, "the test gives no answers named '" + std::string(query.name) + "'");
  }
  std::int64_t left = query.limit.value_or(INT64_MAX);
  for (const Document& document : found->second) {
    if (!query.key.empty() && document.key != query.key) continue;
    if (document.time < query.since.value_or(document.time)) continue;
    if (query.until && document.time >= *query.until) continue;
    if (left-- <= 0 || !take(document.json)) return;
  }
}

}  // namespace lt::plugin_testing
