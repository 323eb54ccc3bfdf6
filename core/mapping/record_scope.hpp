// What names mean in expressions over a raw record: pointers into it and, for keys and derived fields, those fields.
#pragma once

#include "mapping/expression_parser.hpp"
#include "mapping/in_program.hpp"
#include "model/entity.hpp"

#include <string>
#include <string_view>

namespace lt::mapping {

// Pointers into the record, and into the items of one for_each.
class RecordScope : public Scope {
 public:
  RecordScope(PointerTrie& record, PointerTrie* items) : record_(record), items_(items) {}

  std::string bind_pointer(std::string_view pointer, Expression& out) override;
  std::string bind_name(std::string_view name, Expression& out) override;
  bool knows(Variable variable) const override {
    return variable != Variable::id && (variable != Variable::index || items_ != nullptr);
  }

 private:
  PointerTrie& record_;
  PointerTrie* items_;
};

// Fields of the entity at hand as well.
class EntityScope : public RecordScope {
 public:
  EntityScope(PointerTrie& record, PointerTrie* items, const EntityProgram& program)
      : RecordScope(record, items), program_(program), entity_(*program.entity) {}

  std::string bind_name(std::string_view name, Expression& out) override;

 private:
  const EntityProgram& program_;
  const model::Entity& entity_;
};

}  // namespace lt::mapping
