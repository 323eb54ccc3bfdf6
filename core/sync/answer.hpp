// One answer of a system, found in model and mappings: what may be looked up, by which field, in which order.
#pragma once

#include "mapping/mappings.hpp"
#include "model/entity.hpp"
#include "plugin_host/system_definition.hpp"
#include "store/lookup.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::sync {

struct Answer {
  std::string name;
  std::shared_ptr<const mapping::OutMapping> mapping;
  store::LookupField by;
  int newest = -1;  // position of the field of time; -1: there is none

  // The fields that the store must find rows by.
  std::vector<store::Lookup> lookups() const;
};

// None where something is wrong, which is then added to `violations` with the nearest right name.
std::optional<Answer> find_answer(const plugin_host::AnswerDefinition& definition, const mapping::Mappings& mappings,
                                  const model::Model& model, Violations& violations);

}  // namespace lt::sync
