// Saying who is who: a line of the log and all that follows from it, in one transaction.
#include "base/error.hpp"
#include "store/judge.hpp"
#include "store/transaction.hpp"

namespace lt::store {

using identity::Saying;

namespace {

Error said_before(std::int64_t judgement, const std::string& what) {
  return {ErrorKind::misconfigured, what + " by judgement " + std::to_string(judgement) +
                                        "; undo it first where that was wrong (lienthong match undo " +
                                        std::to_string(judgement) + ")"};
}

}  // namespace

std::int64_t Transaction::say_same(int entity, RowId a, RowId b, const Sayer& sayer) {
  Judge judge(state_->writer);
  if (a == b) throw Error(ErrorKind::misconfigured, "row " + std::to_string(a) + " is one row already");
  const std::vector<RecordName> of_a = judge.records_of(entity, a), of_b = judge.records_of(entity, b);
  if (const std::int64_t never = judge.never_between(of_a, of_b))
    throw said_before(never, "rows " + std::to_string(a) + " and " + std::to_string(b) + " were said not to be one");
  const std::int64_t id = judge.say(entity, Saying::same, of_a.front(), of_b.front(), 0, sayer);
  if (judge.standing_row(of_a.front()) == judge.standing_row(of_b.front())) {
    judge.answer(id, judge.records_of(entity, judge.standing_row(of_a.front())));
    return id;
  }
  throw Error(ErrorKind::misconfigured, "rows " + std::to_string(a) + " and " + std::to_string(b) +
                                            " cannot be one as other judgements stand; see lienthong match history");
}

std::int64_t Transaction::say_never(int entity, RowId a, RowId b, const Sayer& sayer) {
  Judge judge(state_->writer);
  if (a == b)
    throw Error(ErrorKind::misconfigured, "row " + std::to_string(a) +
                                              " is one row; say which of its source records is another's: lienthong "
                                              "match split");
  std::vector<RecordName> records = judge.records_of(entity, a);
  const std::vector<RecordName> of_b = judge.records_of(entity, b);
  const std::int64_t id = judge.say(entity, Saying::never, records.front(), of_b.front(), 0, sayer);
  records.insert(records.end(), of_b.begin(), of_b.end());
  judge.answer(id, records);
  return id;
}

std::int64_t Transaction::split(int entity, const Source& source, std::string_view key, const Sayer& sayer) {
  Writer& writer = state_->writer;
  Judge judge(writer);
  const std::string& name = writer.placer->model().entities().at(static_cast<std::size_t>(entity))->name;
  const std::string spelled = source.system + "/" + source.stream + " " + std::string(key);
  const RecordName record{writer.placer->sources().find(source, name).value_or(0), std::string(key)};
  const RowId row = judge.standing_row(record);
  if (row == 0)
    throw Error(ErrorKind::misconfigured,
                "there is no record " + spelled + " of a " + name + "; lienthong explain shows the records of a row");
  std::vector<RecordName> beside = judge.records_of(entity, row);
  if (beside.size() < 2)
    throw Error(ErrorKind::misconfigured, spelled + " stands alone on row " + std::to_string(row) + " already");
  const RecordName neighbour = judge.neighbour(record, beside);
  const std::int64_t id = judge.say(entity, Saying::never, record, neighbour, 0, sayer);
  std::erase(beside, record);
  const RowId now = judge.standing_row(record);
  for (const RecordName& other : beside) {
    if (judge.standing_row(other) != now) continue;
    const auto& of = writer.placer->sources().name(other.source);
    throw Error(ErrorKind::misconfigured, spelled + " would still share its row with " + of.system + "/" + of.stream +
                                              " " + other.key +
                                              ", with which it was said to be one; undo that "
                                              "judgement (lienthong match history " +
                                              std::to_string(row) + ")");
  }
  return id;
}

std::int64_t Transaction::undo_judgement(std::int64_t judgement, const Sayer& sayer) {
  Writer& writer = state_->writer;
  RecordName a, b;
  std::string entity;
  {
    Statement& select =
        writer.prepared("SELECT entity, source_a, key_a, source_b, key_b, saying FROM identity_judgement WHERE id = ?");
    const Resetting resetting(select);
    select.bind(1, judgement);
    if (!select.step())
      throw Error(ErrorKind::misconfigured,
                  "there is no judgement " + std::to_string(judgement) + "; lienthong match history lists them");
    entity = select.string(0);
    a = {select.integer(1), select.string(2)};
    b = {select.integer(3), select.string(4)};
    if (static_cast<Saying>(select.integer(5)) == Saying::undo || !writer.placer->judged().stands(judgement))
      throw Error(ErrorKind::misconfigured, "judgement " + std::to_string(judgement) +
                                                " does not stand any more; where it was undone wrongly, say it again");
  }
  const int position = writer.placer->judged().position(entity);
  Statement& reopen =
      writer.prepared("UPDATE identity_question SET judgement = 0 WHERE judgement = ? AND judgement <> 0");
  reopen.bind(1, judgement);
  reopen.run();
  return Judge(writer).say(position, Saying::undo, a, b, judgement, sayer);
}

bool Transaction::put_question(int entity, RowId a, RowId b, double bits, std::string_view weights) {
  Writer& writer = state_->writer;
  Judge judge(writer);
  const std::vector<RecordName> all_of_a = judge.records_of(entity, a), all_of_b = judge.records_of(entity, b);
  if (judge.never_between(all_of_a, all_of_b) != 0) return false;
  const RecordName &of_a = all_of_a.front(), &of_b = all_of_b.front();
  Statement& put = writer.prepared(
      "INSERT INTO identity_question (entity, source_a, key_a, source_b, key_b, bits, weights, at, assigned_to, "
      "judgement) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0) ON CONFLICT (source_a, key_a, source_b, key_b) DO UPDATE SET "
      "bits = excluded.bits, weights = excluded.weights, at = excluded.at WHERE identity_question.judgement = 0");
  put.bind(1, std::string_view(writer.placer->model().entities().at(static_cast<std::size_t>(entity))->name));
  put.bind(2, of_a.source);
  put.bind(3, std::string_view(of_a.key));
  put.bind(4, of_b.source);
  put.bind(5, std::string_view(of_b.key));
  put.bind(6, model::Value::decimal(bits));
  put.bind(7, weights);
  put.bind(8, writer.clock->now());
  put.run();
  return true;
}

bool Transaction::assign_question(std::int64_t question, std::string_view to) {
  Statement& update =
      state_->writer.prepared("UPDATE identity_question SET assigned_to = ?2 WHERE id = ?1 AND judgement = 0");
  update.bind(1, question);
  update.bind(2, to);
  return update.run() == 1;
}

}  // namespace lt::store
