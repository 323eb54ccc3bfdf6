// What holds between the documents that a derive flow reads and the entity that it fills; pure.
#pragma once

#include "base/error.hpp"
#include "mapping/in_mapping.hpp"
#include "model/entity.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace lt::mapping {

// Of the documents that an out-mapping or a summary gives.
struct Emitted {
  const model::Entity* entity = nullptr;                          // whose rows they are made of
  std::set<std::string> reads;                                    // "entity.field" of all that they depend on
  std::map<std::string, const model::Entity*, std::less<>> rows;  // pointers that hold the id of a row, and of what
  std::set<std::string, std::less<>> copies;                      // pointers that hold a field as it is
};

// What keeps an inward mapping from taking these documents, at the lines of its file. One document speaks of one row
// of one entity, so that it can be withdrawn exactly; rows are referred to by their ids.
std::vector<Violation> derivation_faults(const Emitted& from, const InMapping& into);

// Whether the mapping refers to rows by id, which only documents of the hub itself may do.
bool refers_to_rows(const InMapping& mapping);

// A derive flow as a step from what it reads to what it writes: "entity.field", and "entity.*" for there being a row.
struct Step {
  std::string flow;
  std::string file;
  int line = 0;
  std::set<std::string> reads;
  std::set<std::string> writes;
};

Step step_of(const Emitted& from, const InMapping& into);

// A flow that reads what follows from what it writes might never come to rest: one violation for each such circle.
std::vector<Violation> circles(std::span<const Step> steps);

}  // namespace lt::mapping
