// Functions that look values up in the reference tables.
#include "base/suggest.hpp"
#include "base/vietnamese_text.hpp"
#include "mapping/function.hpp"

#include <array>

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

constexpr auto table = std::to_array<Function>({
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
});

}  // namespace

std::span<const Function> table_functions() { return table; }

}  // namespace lt::mapping
