// Canonical tables made from the model: one an entity, a column a field, an index a key and a reference.
#pragma once

#include "model/entity.hpp"
#include "store/lookup.hpp"

#include <string>
#include <vector>

namespace lt::store {

class Connection;

// Makes missing tables, columns and indexes, within the caller's transaction. A field that left the model keeps its
// column. Throws Error{misconfigured} where a field's type changed or an entity has the name of a table of the store.
void prepare_entity_tables(Connection& connection, const model::Model& model);

// Makes missing indexes of these fields, unless a key's index serves already.
void prepare_lookups(Connection& connection, const model::Model& model, const std::vector<Lookup>& lookups);

// Throws Error{misconfigured} where the file lacks a table or column that the model needs: for stores opened read-only.
void require_entity_tables(Connection& connection, const model::Model& model);

// `"a", "b"` of the entity's fields, each after `prefix`.
std::string column_list(const model::Entity& entity, const std::string& prefix = {});

std::string_view type_name(model::FieldType type);

}  // namespace lt::store
