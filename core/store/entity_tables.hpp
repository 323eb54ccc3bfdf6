// Canonical tables made from the model: one an entity, a column a field, an index a key and a reference.
#pragma once

#include "model/entity.hpp"
#include "store/lookup.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::store {

class Connection;
struct TableForm;
enum class ColumnType : std::uint8_t;

// Makes missing tables, columns and indexes, within the caller's transaction. A field that left the model keeps its
// column. Says which tables and columns it made. Throws Error{misconfigured} where a field's type changed or an entity
// has the name of a table of the store.
std::vector<std::string> prepare_entity_tables(Connection& connection, const model::Model& model);

// Makes a missing table of an entity, or its missing columns, as another database has them; its indexes follow with
// prepare_entity_tables. Within the caller's transaction.
void make_table_like(Connection& connection, const TableForm& form);

// Makes missing indexes of these fields, unless a key's index serves already.
void prepare_lookups(Connection& connection, const model::Model& model, const std::vector<Lookup>& lookups);

// Throws Error{misconfigured} where the file lacks a table or column that the model needs: for stores opened read-only.
void require_entity_tables(Connection& connection, const model::Model& model);

// `"a", "b"` of the entity's fields, each after `prefix`.
std::string column_list(const model::Entity& entity, const std::string& prefix = {});

ColumnType column_type(model::FieldType type);
std::string_view type_name(model::FieldType type);

}  // namespace lt::store
