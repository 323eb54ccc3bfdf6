// Which rows are of a row: of a citizen their doses, cases, and the places that they visited as a case.
#pragma once

#include "model/entity.hpp"
#include "store/by_rows.hpp"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace lt::store {

// An entity whose rows may be of a row of the one asked for.
struct Belonging {
  int entity = 0;           // position in Model::entities()
  std::vector<int> fields;  // references by which a row is of those that it refers to
};

// The rule, as it follows from the model. An entity that refers to the asked one belongs by these references alone: the
// case of another, who was infected by a citizen, is not the citizen's. One that does not belongs by its references to
// entities that do, and to its own kind. What is referred to comes before what refers to it; the asked entity is none
// of them.
std::vector<Belonging> belongings(const model::Model& model, int asked);

struct PresentRow {
  RowId row = 0;
  bool stands = true;  // it was not removed
};

// The row itself, or the one that it was merged into. Nothing where there never was such a row.
std::optional<PresentRow> present_row(const Prepared& prepared, const model::Entity& entity, RowId row);

// Rows by entity, by its position in Model::entities().
using RowsByEntity = std::map<int, std::set<RowId>>;

// The row and all that are of it, also those that went since or were merged into one of them. Texts of statements are
// few, whatever the row.
RowsByEntity rows_about(const Prepared& prepared, bool far, const model::Model& model, int entity, RowId row);

}  // namespace lt::store
