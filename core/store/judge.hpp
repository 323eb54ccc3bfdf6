// One judgement on its way into the log, or a question for one, within the writer's transaction.
#pragma once

#include "store/judgement.hpp"
#include "store/transaction_state.hpp"

#include <vector>

namespace lt::store {

class Judge {
 public:
  explicit Judge(Writer& writer) : writer_(writer), judged_(writer.placer->judged()) {}

  // Source records as they stand on a row, judged or not. Throws Error misconfigured where there is no such row.
  std::vector<RecordName> records_of(int entity, RowId row);
  RowId standing_row(const RecordName& record) { return judged_.standing_row(record); }

  // A line of the log, and all that follows from it.
  std::int64_t say(int entity, identity::Saying saying, const RecordName& a, const RecordName& b, std::int64_t undone,
                   const Sayer& sayer);
  // The standing `never` between the records of two rows; 0: none.
  std::int64_t never_between(const std::vector<RecordName>& a, const std::vector<RecordName>& b) const;
  // Of the records beside one, that from which it is to be told apart: the one it was said to be, else one that its
  // keys tie it to, else any.
  RecordName neighbour(const RecordName& record, const std::vector<RecordName>& beside) const;
  // Questions about any two of these records have their answer.
  void answer(std::int64_t judgement, const std::vector<RecordName>& records);

 private:
  const std::string& entity_name(int entity) const;
  RecordName other_of(const identity::Judgement& entry, const RecordName& record) const;
  RowId row_by_keys(const RecordName& record) const;

  Writer& writer_;
  Judged& judged_;
};

}  // namespace lt::store
