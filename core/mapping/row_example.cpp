// Reading rows of examples.
#include "mapping/row_example.hpp"

#include "base/suggest.hpp"

namespace lt::mapping {
namespace {

using model::Entity;
using model::FieldType;

Value value_of(const YamlNode& node, FieldType type, Context& context) {
  if (!node.exists()) return {};
  const Value text = context.keep(node.text_or(""));
  Value value = text;
  bool good = true;
  if (type == FieldType::integer || type == FieldType::reference) good = to_integer(text, context, value);
  if (type == FieldType::decimal) good = to_decimal(text, context, value);
  if (type == FieldType::boolean) good = to_boolean(text, context, value);
  if (!good) node.violation(context.failure.message);
  return value;
}

// A row from the example: fields by name; a reference's own fields as keys within it.
std::vector<Value> row_of(const YamlNode& node, const Entity& entity, Context& context) {
  std::vector<Value> values(entity.fields.size());
  for (const auto& [name, value] : node.entries()) {
    const auto position = entity.field(name);
    if (!position) {
      value.violation("'" + entity.name + "' has no field '" + name + "'" + suggestion(name, entity.field_names()));
      continue;
    }
    const auto index = static_cast<std::size_t>(*position);
    values[index] = value.is_map() ? Value::integer(1) : value_of(value, entity.fields[index].type, context);
  }
  return values;
}

YamlNode follow(const YamlNode& node, std::string_view path) {
  const std::size_t dot = path.find('.');
  const YamlNode next = node[path.substr(0, dot)];
  return dot == std::string_view::npos || !next.exists() ? next : follow(next, path.substr(dot + 1));
}

}  // namespace

RowExample::RowExample(const YamlNode& row, const Entity& entity, const RowReads& reads, Context& context)
    : values_(row_of(row, entity, context)) {
  for (const ReferencePath& path : reads.paths) {
    const YamlNode target = follow(row, path.text);
    rows_.push_back(target.exists() ? row_of(target, *path.entity, context) : std::vector<Value>());
    linked_.emplace_back(rows_.back());
  }
}

}  // namespace lt::mapping
