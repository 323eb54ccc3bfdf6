// Judgements and questions in words.
#include "app/judgements.hpp"

#include "app/run_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace lt::app {

namespace json = boost::json;

std::string_view name_of(identity::Saying saying) {
  static constexpr std::string_view names[] = {"same", "never", "undo"};
  return names[static_cast<int>(saying)];
}

store::Judgement judge(store::Store& store, const std::function<std::int64_t(store::Transaction&)>& say) {
  store::Transaction transaction = store.begin();
  const std::int64_t id = say(transaction);
  transaction.commit();
  return store.reader().judgement(id).value();
}

store::Question question_of(store::Reader& reader, std::int64_t id) {
  auto question = reader.question(id);
  if (question) return std::move(*question);
  throw Error(ErrorKind::misconfigured,
              "there is no question " + std::to_string(id) + "; lienthong match review list shows those that wait");
}

store::Judgement answer_question(store::Store& store, std::int64_t id, bool same, const store::Sayer& sayer) {
  const store::Question question = [&] {
    store::Reader reader = store.reader();
    return question_of(reader, id);
  }();
  if (question.judgement != 0)
    throw Error(ErrorKind::misconfigured, "question " + std::to_string(question.id) + " was answered by judgement " +
                                              std::to_string(question.judgement) + "; undo that first");
  if (question.a.row == 0 || question.b.row == 0)
    throw Error(ErrorKind::misconfigured, "question " + std::to_string(question.id) +
                                              ": a source took one of its records back, so there is nothing to say");
  const int entity = store.entity(question.entity);
  return judge(store, [&](store::Transaction& transaction) {
    return same ? transaction.say_same(entity, question.a.row, question.b.row, sayer)
                : transaction.say_never(entity, question.a.row, question.b.row, sayer);
  });
}

void assign_question(store::Store& store, std::int64_t id, const std::string& to) {
  store::Transaction transaction = store.begin();
  if (!transaction.assign_question(id, to))
    throw Error(ErrorKind::misconfigured, "question " + std::to_string(id) + " does not wait");
  transaction.commit();
}

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
