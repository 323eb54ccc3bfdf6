// A claim's values as a JSON object by field name, kept for source records that share their row with others.
#pragma once

#include "base/arena.hpp"
#include "model/entity.hpp"
#include "model/value.hpp"

#include <span>
#include <string>
#include <string_view>

namespace lt::store {

// Empty values are left out. References are row ids.
void write_document(const model::Entity& entity, std::span<const model::Value> values, std::string& out);

// One value for each field of the entity, texts copied to the arena; names that left the model are passed over.
// Throws Error{failed} where `document` is not what write_document gave.
std::span<model::Value> read_document(const model::Entity& entity, std::string_view document, Arena& arena);

// Room for one value a field in the arena, all empty.
std::span<model::Value> make_values(const model::Entity& entity, Arena& arena);

// The same with texts copied, for values that must outlive their batch or statement.
std::span<model::Value> copy_values(std::span<const model::Value> values, Arena& arena);

// Equal as stored: empty values are equal, and 5 equals 5.0.
bool same_values(std::span<const model::Value> a, std::span<const model::Value> b);

// As the dump and explanations write a value; empty for none. A decimal always shows that it is one: 3.0.
std::string text_of(const model::Value& value);

// A JSON string with quotes.
void write_json_text(std::string_view text, std::string& out);

}  // namespace lt::store
