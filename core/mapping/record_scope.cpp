#include "mapping/record_scope.hpp"

#include "base/suggest.hpp"

namespace lt::mapping {

using model::FieldType;

std::string RecordScope::bind_pointer(std::string_view pointer, Expression& out) {
  const bool item = pointer[0] == '.';
  if (item) pointer.remove_prefix(1);
  if (item && items_ == nullptr) return "a pointer that begins with '.' stands only in an entity with for_each";
  if (std::string fault = PointerTrie::fault(pointer); !fault.empty()) return fault;
  out.kind = item ? SourceKind::item_slot : SourceKind::slot;
  out.position = (item ? *items_ : record_).slot(pointer);
  return {};
}

std::string RecordScope::bind_name(std::string_view name, Expression&) {
  return "'" + std::string(name) + "' is no source: a JSON pointer begins with '/', a function has brackets" +
         (find_function(name) != nullptr
              ? ", and '" + std::string(name) + "' stands after its source: /x | " + std::string(name)
              : "");
}

std::string EntityScope::bind_name(std::string_view name, Expression& out) {
  const auto position = entity_.field(name);
  if (!position) {
    return "'" + entity_.name + "' has no field '" + std::string(name) + "'" + suggestion(name, entity_.field_names());
  }
  const model::Field& field = entity_.fields[static_cast<std::size_t>(*position)];
  if (field.type == FieldType::reference) return "the reference '" + field.name + "' has no text of its own";
  out.kind = SourceKind::field;
  out.position = *position;
  for (const FieldProgram& made : program_.fields) {
    if (made.position == *position) out.pointers = made.expression.pointers;
  }
  out.result = field.type == FieldType::date        ? Result::date
               : field.type == FieldType::timestamp ? Result::timestamp
                                                    : Result::unknown;
  return {};
}

}  // namespace lt::mapping
