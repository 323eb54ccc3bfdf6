// What names mean in expressions over a canonical row: its fields and, through references, those of other rows.
#pragma once

#include "mapping/expression_parser.hpp"
#include "mapping/out_program.hpp"
#include "model/entity.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

// Notes in `reads` which fields are read, and in itself which of those leave.
class RowScope : public Scope {
 public:
  RowScope(const model::Entity& entity, const model::Model& model, RowReads& reads)
      : entity_(entity), model_(model), reads_(reads) {}

  bool discloses = false;
  bool personal = false;
  std::set<std::string> disclosed;

  std::string bind_pointer(std::string_view pointer, Expression& out) override;
  std::string bind_name(std::string_view name, Expression& out) override;
  bool knows(Variable variable) const override { return variable == Variable::id || variable == Variable::today; }

 private:
  std::string bind_field(std::string_view name, const model::Entity& entity, int position, const std::vector<int>& path,
                         Expression& out);

  const model::Entity& entity_;
  const model::Model& model_;
  RowReads& reads_;
};

// "entity.field" of all that is read, filters and references among it.
std::set<std::string> names_read(const model::Entity& entity, const model::Model& model, const RowReads& reads);

// Notes what stands at `pointer`: a field as it is, the id of a row, or anything else.
void note_emitted(const std::string& pointer, const Expression& expression, const model::Model& model,
                  const RowReads& reads, Emitted& emitted);

}  // namespace lt::mapping
