// A reading as a document.
#include "app/code_answers.hpp"

#include <boost/json.hpp>

namespace lt::app {

void CodeAnswers::each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) {
  if (query.name != code_answer) return others_->each(query, take);
  const qr::Reading reading = reader_.read(query.key, clock_.now());
  boost::json::object document;
  if (reading.problem.empty()) {
    document["kind"] = reading.kind;
    for (const auto& [name, value] : reading.fields) document[name] = value;
  } else {
    document["problem"] = reading.problem;
  }
  take(boost::json::serialize(document));
}

}  // namespace lt::app
