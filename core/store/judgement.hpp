// What people, or the hub by weights, said of who is who; and what waits to be said.
#pragma once

#include "base/clock.hpp"
#include "identity/decisions.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::store {

// A source record as people name it, and where it stands.
struct SourceRecordName {
  Source source;
  std::string key;
  RowId row = 0;  // 0: the store does not hold it any more
};

// Who says it and why.
struct Sayer {
  std::string who;
  std::string reason;
};

inline constexpr const char* said_by_weights = "lienthong";

// A line of the log.
struct Judgement {
  std::int64_t id = 0;
  std::string entity;
  identity::Saying saying = identity::Saying::same;
  SourceRecordName a, b;    // of `same` and `never`; their keys are empty where the person was erased
  std::int64_t undone = 0;  // of `undo`
  std::string who;
  Milliseconds at = 0;
  std::string reason;
  bool stands = false;  // not undone; never of an undo
};

// Two source records of which a person is to say whether they are one.
struct Question {
  std::int64_t id = 0;
  std::string entity;
  SourceRecordName a, b;
  double bits = 0;
  std::string weights;  // the explanation as JSON, as it was when the question was asked
  Milliseconds at = 0;
  std::string assigned_to;
  std::int64_t judgement = 0;  // that answers it; 0: it is open
};

// Where a question stands among those that wait.
struct QuestionPlace {
  double bits = 0;
  std::int64_t id = 0;  // 0: before the likeliest
};

// A source record of a row that was judged: where keys alone would have it, and what brought it here.
struct Brought {
  SourceRecordName record;
  RowId by_keys = 0;
  std::vector<Judgement> judgements;  // standing ones about this record or those that came with it
};

}  // namespace lt::store
