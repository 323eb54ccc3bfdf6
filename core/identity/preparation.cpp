// Compiling and running the expressions of a linkage model.
#include "identity/preparation.hpp"

#include "base/suggest.hpp"
#include "mapping/expression_parser.hpp"

#include <algorithm>

namespace lt::identity {

using mapping::Expression;
using mapping::SourceKind;

namespace {

class ColumnScope : public mapping::Scope {
 public:
  explicit ColumnScope(const std::vector<std::string>& columns) : columns_(columns) {}

  std::string bind_pointer(std::string_view, Expression&) override {
    return "a JSON pointer is no source here; name a column";
  }
  std::string bind_name(std::string_view name, Expression& out) override {
    const auto found = std::find(columns_.begin(), columns_.end(), name);
    missing = missing || found == columns_.end();
    if (found == columns_.end()) return "there is no column '" + std::string(name) + "'" + suggestion(name, columns_);
    out.kind = SourceKind::field;
    out.position = static_cast<int>(found - columns_.begin());
    out.result = mapping::Result::text;
    return {};
  }
  bool knows(mapping::Variable) const override { return false; }

  bool missing = false;  // a column that was named is not there

 private:
  const std::vector<std::string>& columns_;
};

}  // namespace

Preparation::Preparation(const LinkageModel& model, std::vector<std::string> columns,
                         const mapping::Surroundings& surroundings, Violations& violations)
    : model_(model), columns_(columns.size()), values_(static_cast<std::size_t>(model.slots)) {
  const auto compile = [&](const std::string& text, int line, bool optional) {
    ColumnScope scope(columns);
    Violations found;
    const YamlNode place = YamlNode::nothing_at(model.file, line, found);
    auto expression = mapping::parse_expression(text, place, scope, surroundings);
    const bool absent = optional && scope.missing;
    for (const Violation& fault : found.list()) {
      if (!absent) violations.add(fault.file, fault.line, fault.message);
    }
    // What was not understood is an empty literal: no value.
    expressions_.push_back(std::move(expression).value_or(Expression()));
    return !absent;
  };
  for (const LinkageField& field : model.fields) {
    const bool there = compile(field.expression, field.line, field.optional);
    if (there && field.values > 1 && expressions_.back().kind != SourceKind::field) {
      violations.add(model.file, field.line, "several values come from one column: COLUMN | function …");
    }
  }
  if (!model.truth.empty()) has_truth_ = compile(model.truth, 0, true);
}

std::string_view Preparation::evaluate(const Expression& expression, WordPart part) {
  mapping::Value value;
  if (!mapping::evaluate(expression, context_, value)) return {};
  const std::string_view text = mapping::text_of(value, context_);
  return part == WordPart::whole        ? text
         : part == WordPart::first_word ? text.substr(0, text.find(' '))
                                        : text.substr(text.rfind(' ') + 1);
}

void Preparation::fill_several(const LinkageField& field, const Expression& expression) {
  mapping::Value& column = columns_[static_cast<std::size_t>(expression.position)];
  const mapping::Value whole = column;
  std::string_view rest = whole.as_text();
  const auto first = values_.begin() + field.slot;
  auto next = first;
  while (!rest.empty() && next != first + field.values) {
    const auto end = rest.find(field.separator);
    column = mapping::Value::text(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const std::string_view value = evaluate(expression);
    if (!value.empty() && std::find(first, next, value) == next) *next++ = value;
  }
  column = whole;
}

std::span<const std::string_view> Preparation::prepare(std::span<const std::string> texts) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns_[i] = i < texts.size() ? mapping::Value::text(texts[i]) : mapping::Value();
  }
  return fill();
}

std::span<const std::string_view> Preparation::prepare(std::span<const model::Value> values) {
  std::copy_n(values.begin(), columns_.size(), columns_.begin());
  return fill();
}

std::span<const std::string_view> Preparation::fill() {
  arena_.clear();
  context_.arena = &arena_;
  context_.fields = columns_;
  std::fill(values_.begin(), values_.end(), std::string_view());
  for (std::size_t i = 0; i < model_.fields.size(); ++i) {
    const LinkageField& field = model_.fields[i];
    if (field.values > 1 && expressions_[i].kind == SourceKind::field) {
      fill_several(field, expressions_[i]);
    } else {
      values_[static_cast<std::size_t>(field.slot)] = evaluate(expressions_[i], field.part);
    }
  }
  truth_ = has_truth_ ? evaluate(expressions_.back()) : std::string_view();
  return values_;
}

}  // namespace lt::identity
