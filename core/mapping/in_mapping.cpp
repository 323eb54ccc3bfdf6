// What others ask of a compiled inward mapping.
#include "mapping/in_mapping.hpp"

#include "mapping/in_program.hpp"

#include <algorithm>

namespace lt::mapping {

InMapping::InMapping(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
InMapping::~InMapping() = default;

const std::string& InMapping::name() const { return program_->name; }
std::uint64_t InMapping::fingerprint() const { return program_->fingerprint; }
const std::vector<std::string>& InMapping::record_key_pointers() const { return program_->key_pointers; }
const model::Entity& InMapping::primary() const { return *program_->entities.front().entity; }

std::vector<const model::Entity*> InMapping::entities() const {
  std::vector<const model::Entity*> list;
  for (const EntityProgram& program : program_->entities) {
    if (std::find(list.begin(), list.end(), program.entity) == list.end()) list.push_back(program.entity);
  }
  return list;
}

std::string InMapping::place_of(std::string_view entity, std::string_view field) const {
  for (const EntityProgram& program : program_->entities) {
    if (program.entity->name != entity) continue;
    for (const auto* fields : {&program.fields, &program.references})
      for (const FieldProgram& its : *fields) {
        const model::Field& definition = program.entity->fields[static_cast<std::size_t>(its.position)];
        if (definition.name != field) continue;
        // What no line of the mapping gives, the entity derives.
        if (its.line == 0) return program.entity->file + ":" + std::to_string(definition.line);
        return program_->file + ":" + std::to_string(its.line);
      }
  }
  return {};
}

}  // namespace lt::mapping
