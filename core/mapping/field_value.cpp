// Converting, placing and hashing values.
#include "mapping/field_value.hpp"

#include "base/timestamp.hpp"
#include "mapping/expression.hpp"

#include <cstdint>
#include <new>

namespace lt::mapping {

using model::FieldType;

namespace {

int digits(std::string_view text, std::size_t from, std::size_t count) {
  int number = 0;
  for (std::size_t i = from; i < from + count; ++i) number = number * 10 + (text[i] - '0');
  return number;
}

}  // namespace

std::span<Value> new_values(Arena& arena, std::size_t count) {
  constexpr std::size_t alignment = alignof(Value);
  char* place = arena.allocate(count * sizeof(Value) + alignment);
  place += (alignment - reinterpret_cast<std::uintptr_t>(place) % alignment) % alignment;
  auto* values = reinterpret_cast<Value*>(place);
  for (std::size_t i = 0; i < count; ++i) new (values + i) Value();
  return {values, count};
}

bool convert(FieldType type, const Value& in, Context& context, Value& out) {
  out = in;
  if (in.empty()) return true;
  switch (type) {
    case FieldType::text:
      if (in.kind() != Value::Kind::text) out = Value::text(text_of(in, context));
      return true;
    case FieldType::integer:
      return in.kind() == Value::Kind::integer || to_integer(in, context, out);
    case FieldType::decimal:
      return in.kind() != Value::Kind::text || to_decimal(in, context, out);
    case FieldType::boolean:
      return to_boolean(in, context, out);
    case FieldType::date:
    case FieldType::timestamp:
    case FieldType::reference:
      return true;
  }
  return true;
}

Milliseconds moment_of(std::string_view text) {
  const std::int64_t days = days_from_civil(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  const int seconds = digits(text, 11, 2) * 3600 + digits(text, 14, 2) * 60 + digits(text, 17, 2);
  return days * day_ms + static_cast<Milliseconds>(seconds) * 1000 - vietnam_offset_ms;
}

void append_bytes(const Value& value, std::string& out) {
  out += static_cast<char>(value.empty() ? 0 : 1 + static_cast<int>(value.kind()));
  if (value.empty()) return;
  if (value.kind() == Value::Kind::text) {
    const auto size = static_cast<std::uint32_t>(value.as_text().size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size).append(value.as_text());
  } else {
    const std::int64_t whole = value.as_integer();
    const double number = value.as_decimal();
    const bool integer = value.kind() == Value::Kind::integer;
    out.append(integer ? reinterpret_cast<const char*>(&whole) : reinterpret_cast<const char*>(&number), 8);
  }
}

}  // namespace lt::mapping
