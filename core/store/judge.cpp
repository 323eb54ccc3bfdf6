// Statements of the log and of questions.
#include "store/judge.hpp"

#include "base/error.hpp"

#include <set>

namespace lt::store {

using identity::Saying;

const std::string& Judge::entity_name(int entity) const {
  return writer_.placer->model().entities().at(static_cast<std::size_t>(entity))->name;
}

std::vector<RecordName> Judge::records_of(int entity, RowId row) {
  const std::string& name = entity_name(entity);
  {
    Statement& alone = writer_.prepared("SELECT coalesce(_source, 0), _key FROM " + sql_name(name) + " WHERE _id = ?");
    const Resetting resetting(alone);
    alone.bind(1, row);
    if (!alone.step())
      throw Error(ErrorKind::misconfigured, "there is no " + name + " " + std::to_string(row) + " in the store");
    if (alone.integer(0) != 0) return {{alone.integer(0), alone.string(1)}};
  }
  std::vector<RecordName> records;
  Statement& shared =
      writer_.prepared("SELECT source, key FROM source_record WHERE row = ? AND doc IS NOT NULL ORDER BY source, key");
  const Resetting resetting(shared);
  shared.bind(1, row);
  while (shared.step()) records.push_back({shared.integer(0), shared.string(1)});
  return records;
}

std::int64_t Judge::say(int entity, Saying saying, const RecordName& a, const RecordName& b, std::int64_t undone,
                        const Sayer& sayer) {
  const std::int64_t id = writer_.connection.integer("SELECT coalesce(max(id), 0) + 1 FROM identity_judgement");
  Statement& put = writer_.prepared(
      "INSERT INTO identity_judgement (id, entity, saying, source_a, key_a, source_b, key_b, undone, who, at, reason) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  put.bind(1, id);
  put.bind(2, std::string_view(entity_name(entity)));
  put.bind(3, static_cast<int>(saying));
  put.bind(4, a.source);
  put.bind(5, std::string_view(a.key));
  put.bind(6, b.source);
  put.bind(7, std::string_view(b.key));
  put.bind(8, undone);
  put.bind(9, std::string_view(sayer.who));
  put.bind(10, writer_.clock->now());
  put.bind(11, std::string_view(sayer.reason));
  put.run();
  judged_.add(id, saying, a, b, undone);
  writer_.placer->settle();
  return id;
}

std::int64_t Judge::never_between(const std::vector<RecordName>& a, const std::vector<RecordName>& b) const {
  const std::set<RecordName> others(b.begin(), b.end());
  for (const RecordName& record : a)
    for (const auto& entry : judged_.about(record))
      if (entry.saying == Saying::never && others.contains(other_of(entry, record))) return entry.id;
  return 0;
}

RecordName Judge::neighbour(const RecordName& record, const std::vector<RecordName>& beside) const {
  const std::set<RecordName> there(beside.begin(), beside.end());
  for (const auto& entry : judged_.about(record))
    if (entry.saying == Saying::same && there.contains(other_of(entry, record))) return other_of(entry, record);
  const RowId home = row_by_keys(record);
  for (const RecordName& other : beside)
    if (other != record && row_by_keys(other) == home) return other;
  return beside.front() == record ? beside.back() : beside.front();
}

void Judge::answer(std::int64_t judgement, const std::vector<RecordName>& records) {
  const std::set<RecordName> ends(records.begin(), records.end());
  std::vector<std::int64_t> answered;
  Statement& waiting = writer_.prepared(
      "SELECT id, source_b, key_b FROM identity_question WHERE source_a = ? AND key_a = ? AND judgement = 0");
  for (const RecordName& record : ends) {
    const Resetting resetting(waiting);
    waiting.bind(1, record.source);
    waiting.bind(2, std::string_view(record.key));
    while (waiting.step())
      if (ends.contains({waiting.integer(1), waiting.string(2)})) answered.push_back(waiting.integer(0));
  }
  Statement& update = writer_.prepared("UPDATE identity_question SET judgement = ?2 WHERE id = ?1");
  for (const std::int64_t question : answered) {
    update.bind(1, question);
    update.bind(2, judgement);
    update.run();
  }
}

RecordName Judge::other_of(const identity::Judgement& entry, const RecordName& record) const {
  return judged_.name(entry.a) == record ? judged_.name(entry.b) : judged_.name(entry.a);
}

RowId Judge::row_by_keys(const RecordName& record) const {
  Statement& select = writer_.prepared("SELECT row FROM judged_record WHERE source = ? AND key = ?");
  const Resetting resetting(select);
  select.bind(1, record.source);
  select.bind(2, std::string_view(record.key));
  return select.step() ? select.integer(0) : judged_.standing_row(record);
}

}  // namespace lt::store
