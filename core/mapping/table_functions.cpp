// Functions that look values up in the reference tables.
#include "base/suggest.hpp"
#include "base/vietnamese_text.hpp"
#include "mapping/expression.hpp"

#include <array>
#include <optional>
#include <vector>

namespace lt::mapping {
namespace {

std::string prepare_lookup(Call& call, const Surroundings& surroundings) {
  const std::string& name = call.literals[0];
  call.table = surroundings.tables.find(name);
  if (call.table == nullptr) return "unknown table '" + name + "'" + suggestion(name, surroundings.tables.names());
  if (call.literals.size() < 2) return {};
  const auto column = call.table->column(call.literals[1]);
  if (!column) {
    return "the table '" + name + "' has no column '" + call.literals[1] + "'" +
           suggestion(call.literals[1], call.table->columns());
  }
  call.column = *column;
  return {};
}

// The text as it is first, since most values are spelled as the table has them; then folded.
int find_row(const ReferenceTable& table, std::string_view text, Context& context) {
  int row = table.row(text);
  if (row >= 0 || table.comparison() == Comparison::exact) return row;
  context.folded.clear();
  fold(text, context.folded);
  return table.row(context.folded);
}

bool lookup(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const int row = find_row(*call.table, text, context);
  if (row < 0) {
    return context.fail(call.table->unknown_code(), "'" + std::string(text.substr(0, 60)) + "' is not in the table '" +
                                                        call.table->name() +
                                                        "': add it there as a spelling, or have the source correct it");
  }
  out = Value::text(call.table->cell(row, call.column));
  return true;
}

bool lookup_or_keep(const Call& call, const Value& in, Context& context, Value& out) {
  const int row = find_row(*call.table, text_of(in, context), context);
  out = row < 0 ? in : Value::text(call.table->cell(row, call.column));
  return true;
}

std::string prepare_decide(Call& call, const Surroundings& surroundings) {
  const std::string& name = call.literals[0];
  call.decision = surroundings.tables.find_decision(name);
  if (call.decision == nullptr) {
    return "unknown decision table '" + name + "'" + suggestion(name, surroundings.tables.decision_names());
  }
  const auto column = call.decision->column(call.literals[1]);
  if (!column) {
    return "the decision table '" + name + "' gives no '" + call.literals[1] + "'" +
           suggestion(call.literals[1], call.decision->columns());
  }
  call.column = *column;
  const std::vector<std::string>& inputs = call.decision->inputs();
  if (call.inputs.size() == inputs.size() + 1) return {};
  std::string wanted = "a date";
  for (const auto& input : inputs) wanted += ", " + input;
  return "the decision table '" + name + "' needs, in this order: " + wanted;
}

bool decide(const Call& call, std::span<const Value> in, Context& context, Value& out) {
  std::vector<std::optional<double>> numbers;
  numbers.reserve(in.size());
  for (const Value& value : in.subspan(1)) {
    Value number;
    if (!value.empty() && !to_decimal(value, context, number)) return false;
    numbers.push_back(value.empty() ? std::nullopt : std::optional(number.as_decimal()));
  }
  if (const auto text = call.decision->decide(in[0].as_text(), numbers, call.column)) {
    out = Value::text(*text);
    return true;
  }
  return context.fail("undecided", "the table '" + call.decision->name() + "' decides nothing for these values on '" +
                                       std::string(in[0].as_text().substr(0, 30)) +
                                       "': fill the missing value, or add a row or a period to the table");
}

constexpr auto table_table = std::to_array<Function>({
    {.name = "lookup",
     .usage = "lookup(TABLE) or lookup(TABLE, COLUMN)",
     .purpose = "the code, or another column, of the row that knows this spelling; an unknown one is refused",
     .result = Result::unknown,
     .least_literals = 1,
     .most_literals = 2,
     .run = lookup,
     .prepare = prepare_lookup},
    {.name = "lookup_or_keep",
     .usage = "lookup_or_keep(TABLE) or lookup_or_keep(TABLE, COLUMN)",
     .purpose = "as lookup, but an unknown value stays as it is",
     .result = Result::unknown,
     .least_literals = 1,
     .most_literals = 2,
     .run = lookup_or_keep,
     .prepare = prepare_lookup},
    {.name = "decide",
     .usage = "decide(TABLE, COLUMN, DATE, NUMBER, …)",
     .purpose = "what the decision table gives for these numbers by the criteria in force on that date",
     .result = Result::unknown,
     .least_literals = 2,
     .most_literals = 2,
     .combine = decide,
     .least_inputs = 1,
     .most_inputs = 9,
     .prepare = prepare_decide},
});

}  // namespace

std::span<const Function> table_functions() { return table_table; }

}  // namespace lt::mapping
