// Running compiled expressions and conditions.
#include "mapping/expression.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace lt::mapping {
namespace {

// Their addresses are what marks a slot.
constexpr char markers[2][4] = {"{}", "NUL"};

bool call_function(const Call& call, const Value& in, Context& context, Value& out) {
  if (in.empty() && !call.function->takes_empty) {
    out = Value();
    return true;
  }
  return call.function->run(call, in, context, out);
}

bool combine(const Call& call, Context& context, Value& out) {
  context.failure.pointers = {};  // known where an input fails, and else those of the whole expression
  if (call.function->run != nullptr) {
    Value in;
    return evaluate(call.inputs[0], context, in) && call_function(call, in, context, out);
  }
  constexpr std::size_t most = 16;
  std::array<Value, most> values;
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    if (!evaluate(call.inputs[i], context, values[i])) return false;
  }
  return call.function->combine(call, std::span<const Value>(values.data(), call.inputs.size()), context, out);
}

Value variable(Variable name, Context& context) {
  switch (name) {
    case Variable::record_key:
      return Value::text(context.record_key);
    case Variable::received_at:
      return Value::integer(context.received_at);
    case Variable::today:
      return Value::text(context.today);
    case Variable::index:
      return Value::integer(context.index);
    case Variable::id:
      return Value::integer(context.id);
  }
  return {};
}

bool source(const Expression& e, Context& context, Value& out) {
  const auto position = static_cast<std::size_t>(e.position);
  switch (e.kind) {
    case SourceKind::slot:
      out = context.slots[position];
      break;
    case SourceKind::item_slot:
      out = context.item_slots[position];
      break;
    case SourceKind::field:
      out = context.fields[position];
      return true;
    case SourceKind::linked: {
      const auto& row = context.linked[static_cast<std::size_t>(e.path)];
      out = row.empty() ? Value() : row[position];
      return true;
    }
    case SourceKind::variable:
      out = variable(e.variable, context);
      return true;
    case SourceKind::literal:
      out = Value::text(e.literal);
      return true;
    case SourceKind::call:
      return combine(e.head.front(), context, out);
  }
  if (!is_marker(out)) return true;
  if (out.as_text().data() == markers[1]) {
    return context.fail("bad_text", "the text holds a NUL character; remove it at the source");
  }
  return context.fail("bad_shape", "an object or a list stands where one value is expected; name a value inside it");
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Numbers by size, all else by its bytes, which is right for canonical dates.
int compare(std::string_view a, std::string_view b) {
  const auto left = number(a);
  const auto right = number(b);
  if (left && right) return *left < *right ? -1 : (*left > *right ? 1 : 0);
  return a.compare(b);
}

Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

Truth run_test(const Condition& condition, Context& context) {
  Value value;
  if (!evaluate(condition.subject, context, value)) return Truth::failed;
  if (condition.test == Test::filled || condition.test == Test::empty) {
    return truth(value.empty() == (condition.test == Test::empty));
  }
  const std::string_view text = text_of(value, context);
  if (condition.test == Test::one_of) {
    for (const auto& candidate : condition.values) {
      if (text == candidate) return Truth::yes;
    }
    return Truth::no;
  }
  const std::string_view wanted = condition.values.front();
  if (condition.test == Test::equal) return truth(text == wanted);
  if (condition.test == Test::unequal) return truth(text != wanted);
  if (value.empty()) return Truth::no;  // nothing is neither less nor greater
  const int order = compare(text, wanted);
  switch (condition.test) {
    case Test::less:
      return truth(order < 0);
    case Test::less_or_equal:
      return truth(order <= 0);
    case Test::greater:
      return truth(order > 0);
    default:
      return truth(order >= 0);
  }
}

}  // namespace

Value structure_marker() { return Value::text(markers[0]); }
Value nul_marker() { return Value::text(markers[1]); }

bool is_marker(const Value& value) {
  const auto distance =
      reinterpret_cast<std::uintptr_t>(value.as_text().data()) - reinterpret_cast<std::uintptr_t>(&markers[0][0]);
  return distance < sizeof markers;
}

bool evaluate(const Expression& expression, Context& context, Value& out) {
  if (expression.kind == SourceKind::slot) out = context.slots[static_cast<std::size_t>(expression.position)];
  if ((expression.kind != SourceKind::slot || is_marker(out)) && !source(expression, context, out)) {
    if (expression.kind != SourceKind::call || context.failure.pointers.empty()) {
      context.failure.pointers = expression.pointers;
    }
    return false;
  }
  for (const Call& call : expression.chain) {
    const Value in = out;
    if (!call_function(call, in, context, out)) {
      context.failure.pointers = expression.pointers;
      return false;
    }
  }
  return true;
}

Truth holds(const Condition& condition, Context& context) {
  switch (condition.kind) {
    case Condition::Kind::always:
      return Truth::yes;
    case Condition::Kind::test:
      return run_test(condition, context);
    case Condition::Kind::negation: {
      const Truth inner = holds(condition.parts.front(), context);
      return inner == Truth::failed ? inner : truth(inner == Truth::no);
    }
    case Condition::Kind::all:
    case Condition::Kind::any: {
      const Truth decisive = condition.kind == Condition::Kind::any ? Truth::yes : Truth::no;
      for (const Condition& part : condition.parts) {
        const Truth inner = holds(part, context);
        if (inner == decisive || inner == Truth::failed) return inner;
      }
      return decisive == Truth::yes ? Truth::no : Truth::yes;
    }
  }
  return Truth::no;
}

}  // namespace lt::mapping
