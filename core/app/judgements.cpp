// Judgements and questions in words.
#include "app/judgements.hpp"

#include "app/run_text.hpp"

#include <boost/json.hpp>

namespace lt::app {

namespace json = boost::json;

namespace {

std::string_view name_of(identity::Saying saying) {
  static constexpr std::string_view names[] = {"same", "never", "undo"};
  return names[static_cast<int>(saying)];
}

}  // namespace

std::string spelled(const store::SourceRecordName& record) {
  if (record.source.system.empty()) return "(erased)";
  return record.source.system + "/" + record.source.stream + " " + record.key;
}

json::object to_json(const store::SourceRecordName& record) {
  json::object object{
      {"system", record.source.system}, {"stream", record.source.stream}, {"key", record.key}, {"row", nullptr}};
  if (record.row != 0) object["row"] = record.row;
  return object;
}

json::object to_json(const store::Judgement& judgement) {
  json::object object{{"id", judgement.id},
                      {"entity", judgement.entity},
                      {"saying", name_of(judgement.saying)},
                      {"a", to_json(judgement.a)},
                      {"b", to_json(judgement.b)},
                      {"by", judgement.who},
                      {"at", timestamp_text(judgement.at)},
                      {"reason", judgement.reason},
                      {"stands", judgement.stands}};
  if (judgement.undone != 0) object["undone"] = judgement.undone;
  return object;
}

json::object to_json(const store::Question& question) {
  json::object object{{"id", question.id},
                      {"entity", question.entity},
                      {"a", to_json(question.a)},
                      {"b", to_json(question.b)},
                      {"bits", question.bits},
                      {"at", timestamp_text(question.at)},
                      {"assigned_to", question.assigned_to}};
  if (question.judgement != 0) object["judgement"] = question.judgement;
  return object;
}

}  // namespace lt::app
