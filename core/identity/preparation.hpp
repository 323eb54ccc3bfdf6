// From the columns of a source to the values that are compared, by expressions of the mapping room.
#pragma once

#include "identity/linkage_model.hpp"
#include "mapping/expression.hpp"
#include "mapping/surroundings.hpp"
#include "model/value.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::identity {

// One a thread: it keeps the memory of the record at hand.
class Preparation {
 public:
  // `columns`: their names, in the order of the texts that prepare() is given. Adds to `violations` what the model's
  // expressions get wrong.
  Preparation(const LinkageModel& model, std::vector<std::string> columns, const mapping::Surroundings& surroundings,
              Violations& violations);

  // A text for each slot of the model, empty where a value is missing or refused by its expression; valid until the
  // next call.
  std::span<const std::string_view> prepare(std::span<const std::string> texts);
  std::span<const std::string_view> prepare(std::span<const model::Value> values);
  // By the model's `truth`, of the record prepared last; empty where there is none.
  std::string_view truth() const { return truth_; }
  bool has_truth() const { return has_truth_; }

 private:
  std::span<const std::string_view> fill();
  std::string_view evaluate(const mapping::Expression& expression, WordPart part = WordPart::whole);
  void fill_several(const LinkageField& field, const mapping::Expression& expression);

  const LinkageModel& model_;
  std::vector<mapping::Expression> expressions_;  // of the fields, then of the truth
  std::vector<mapping::Value> columns_;
  std::vector<std::string_view> values_;
  std::string_view truth_;
  bool has_truth_ = false;
  Arena arena_;
  mapping::Context context_;
};

}  // namespace lt::identity
