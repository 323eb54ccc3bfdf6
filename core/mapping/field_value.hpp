// Values on their way into an entity: room for them, their kinds, their bytes for a hash, their moments.
#pragma once

#include "base/arena.hpp"
#include "mapping/function.hpp"
#include "model/entity.hpp"

#include <span>
#include <string>
#include <string_view>

namespace lt::mapping {

// So many empty values in the arena.
std::span<Value> new_values(Arena& arena, std::size_t count);

// The value in the kind that its field's type has; false with context.failure where it has none.
bool convert(model::FieldType type, const Value& in, Context& context, Value& out);

// Of a text that timestamp(…) gave, so canonical and always at +07:00.
Milliseconds moment_of(std::string_view text);

// Appends kind, length and bytes, so that different rows give different texts.
void append_bytes(const Value& value, std::string& out);

}  // namespace lt::mapping
