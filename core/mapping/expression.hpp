// An expression of a mapping file, compiled: a source, then a chain of functions; and conditions over expressions.
#pragma once

#include "mapping/function.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

enum class SourceKind { literal, slot, item_slot, field, linked, variable, call };
enum class Variable { record_key, received_at, today, index, id };

struct Expression {
  SourceKind kind = SourceKind::literal;
  int position = -1;  // of the slot, the field or the linked row's field
  int path = -1;      // of the linked row
  Variable variable = Variable::record_key;
  std::string literal;
  std::vector<Call> head;   // one call, where the source is a call
  std::vector<Call> chain;  // applied in turn
  Result result = Result::unknown;
  bool plain = false;    // a source alone, without functions
  std::string pointers;  // what it reads, for messages: "/a, /b"
};

// False, with context.failure set, where a function refuses its value.
bool evaluate(const Expression& expression, Context& context, Value& out);

// Marks a slot whose JSON value is an object or a list, which no expression can read.
Value structure_marker();
// Marks a slot whose text holds a NUL character, which no store keeps.
Value nul_marker();
bool is_marker(const Value& value);

enum class Test { filled, empty, equal, unequal, one_of, less, less_or_equal, greater, greater_or_equal };

struct Condition {
  enum class Kind { always, all, any, negation, test };
  Kind kind = Kind::always;
  std::vector<Condition> parts;
  Expression subject;
  Test test = Test::filled;
  std::vector<std::string> values;
};

enum class Truth { no, yes, failed };  // failed: context.failure says why

Truth holds(const Condition& condition, Context& context);

}  // namespace lt::mapping
