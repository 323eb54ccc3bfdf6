// Binding names of fields, step by step along references.
#include "mapping/row_scope.hpp"

#include "base/suggest.hpp"

#include <algorithm>

namespace lt::mapping {

using model::DataClass;
using model::Entity;
using model::Field;
using model::FieldType;

namespace {

Result result_of(FieldType type) {
  switch (type) {
    case FieldType::date:
      return Result::date;
    case FieldType::timestamp:
      return Result::timestamp;
    case FieldType::integer:
    case FieldType::reference:
      return Result::integer;
    case FieldType::decimal:
      return Result::decimal;
    case FieldType::boolean:
      return Result::boolean;
    case FieldType::text:
      return Result::text;
  }
  return Result::unknown;
}

void insert_sorted(std::vector<int>& list, int number) {
  const auto place = std::lower_bound(list.begin(), list.end(), number);
  if (place == list.end() || *place != number) list.insert(place, number);
}

}  // namespace

std::string RowScope::bind_pointer(std::string_view, Expression&) {
  return "a JSON pointer is no source here; name a field of '" + entity_.name + "', such as person.full_name";
}

std::string RowScope::bind_name(std::string_view name, Expression& out) {
  const Entity* entity = &entity_;
  std::vector<int> path;
  std::string_view rest = name;
  for (;;) {
    const std::size_t dot = rest.find('.');
    const std::string_view step = rest.substr(0, dot);
    const auto position = entity->field(step);
    if (!position) {
      return "'" + entity->name + "' has no field '" + std::string(step) + "'" +
             suggestion(step, entity->field_names());
    }
    const Field& field = entity->fields[static_cast<std::size_t>(*position)];
    if (dot == std::string_view::npos) return bind_field(name, *entity, *position, path, out);
    if (field.type != FieldType::reference) {
      return "'" + field.name + "' is no reference, so '." + std::string(rest.substr(dot + 1)) + "' leads nowhere";
    }
    path.push_back(*position);
    entity = model_.find(field.target);
    if (entity == nullptr) return "'" + field.name + "' refers to an unknown entity";
    rest.remove_prefix(dot + 1);
  }
}

std::string RowScope::bind_field(std::string_view name, const Entity& entity, int position,
                                 const std::vector<int>& path, Expression& out) {
  const Field& field = entity.fields[static_cast<std::size_t>(position)];
  out.position = position;
  out.result = result_of(field.type);
  out.pointers = name;
  if (discloses) {
    disclosed.insert(entity.name + "." + field.name);
    personal = personal || field.data_class == DataClass::basic || field.data_class == DataClass::sensitive;
  }
  if (path.empty()) {
    out.kind = SourceKind::field;
    insert_sorted(reads_.used_fields, position);
    return {};
  }
  out.kind = SourceKind::linked;
  const auto same = [&](const ReferencePath& known) { return known.fields == path; };
  auto found = std::find_if(reads_.paths.begin(), reads_.paths.end(), same);
  if (found == reads_.paths.end()) {
    const std::string text(name.substr(0, name.rfind('.')));
    found = reads_.paths.insert(reads_.paths.end(), ReferencePath{path, &entity, {}, text});
    insert_sorted(reads_.used_fields, path.front());
  }
  out.path = static_cast<int>(found - reads_.paths.begin());
  insert_sorted(found->used_fields, position);
  return {};
}

std::set<std::string> names_read(const Entity& entity, const model::Model& model, const RowReads& reads) {
  std::set<std::string> names;
  const auto add = [&](const Entity& of, int field) {
    names.insert(of.name + "." + of.fields[static_cast<std::size_t>(field)].name);
  };
  for (const int field : reads.used_fields) add(entity, field);
  for (const ReferencePath& path : reads.paths) {
    const Entity* at = &entity;
    for (const int step : path.fields) {
      add(*at, step);
      at = model.find(at->fields[static_cast<std::size_t>(step)].target);
    }
    for (const int field : path.used_fields) add(*path.entity, field);
  }
  return names;
}

void note_emitted(const std::string& pointer, const Expression& expression, const model::Model& model,
                  const RowReads& reads, Emitted& emitted) {
  if (!expression.plain) return;
  if (expression.kind == SourceKind::variable && expression.variable == Variable::id) {
    emitted.rows.emplace(pointer, emitted.entity);
  }
  if (expression.kind != SourceKind::field && expression.kind != SourceKind::linked) return;
  emitted.copies.insert(pointer);
  const Entity& entity = expression.kind == SourceKind::field
                             ? *emitted.entity
                             : *reads.paths[static_cast<std::size_t>(expression.path)].entity;
  const Field& field = entity.fields[static_cast<std::size_t>(expression.position)];
  if (field.type == FieldType::reference) emitted.rows.emplace(pointer, model.find(field.target));
}

}  // namespace lt::mapping
