// "Why this value?": the fold said aloud.
#pragma once

#include "base/clock.hpp"
#include "model/entity.hpp"
#include "store/absorb.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lt::store {

// One source record's word on one field.
struct Word {
  std::string system;
  std::string stream;
  std::string key;
  Milliseconds as_of = 0;
  RunId run = 0;
  std::string value;  // as text; references as the referred row's id
};

struct FieldExplanation {
  std::string field;
  std::string value;  // empty where no source gave one
  model::MergeRule rule = model::MergeRule::newest;
  std::optional<Word> winner;
  std::vector<Word> losers;  // best first
};

struct Explanation {
  std::string entity;
  RowId id = 0;
  Seq seq = 0;
  std::vector<FieldExplanation> fields;
};

// Integrity of the whole store: each line is one thing that is wrong.
struct CheckReport {
  std::vector<std::string> problems;  // the first 100
  std::int64_t rows = 0;
  std::int64_t source_records = 0;
};

}  // namespace lt::store
