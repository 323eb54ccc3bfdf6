// Running the examples of outward mappings.
#include "base/suggest.hpp"
#include "mapping/example.hpp"
#include "mapping/out_program.hpp"

#include <algorithm>

namespace lt::mapping {
namespace {

using model::Entity;
using model::FieldType;

constexpr Milliseconds usual_now = 1'767'225'600'000;  // 2026-01-01T07:00:00+07:00

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

std::vector<std::string> run_one(const YamlNode& example, const OutMapping::Program& program, OutMapper& mapper) {
  Arena arena;
  Context context;
  context.arena = &arena;
  const YamlNode row = example["row"];
  const std::vector<Value> values = row_of(row, *program.entity, context);
  std::vector<std::vector<Value>> rows;
  for (const ReferencePath& path : program.paths) {
    const YamlNode target = follow(row, path.text);
    rows.push_back(target.exists() ? row_of(target, *path.entity, context) : std::vector<Value>());
  }
  std::vector<std::span<const Value>> linked(rows.begin(), rows.end());
  OutRecord out;
  mapper.map({example["id"].integer_or(1), values, linked}, usual_now, arena, out);

  std::vector<std::string> differences;
  std::vector<std::string> reasons;
  reasons.reserve(out.reasons.size());
  for (const auto& reason : out.reasons) reasons.push_back(reason.code);
  compare_codes("reasons", example["reasons"].texts(), reasons, differences);
  const bool filtered = example["filtered"].boolean_or(false);
  if (filtered != (out.outcome == Outcome::filtered)) {
    differences.push_back(filtered ? "expected to be filtered, but was mapped" : "was filtered");
  }
  if (out.outcome == Outcome::mapped) {
    find_differences(example["output"].raw(), tree_of(out.json), "", differences);
  }
  return differences;
}

}  // namespace

std::vector<Violation> OutMapping::run_examples() const {
  std::vector<Violation> found;
  if (program_->examples.empty()) {
    found.push_back({program_->file, 0, "the mapping has no examples; at least one shows what it is meant to do"});
    return found;
  }
  // Shared without owning: the mapper does not outlive this call.
  OutMapper mapper(std::shared_ptr<const OutMapping>(std::shared_ptr<void>(), this));
  for (const YamlNode& example : program_->examples) {
    const std::size_t before = program_->example_violations->list().size();
    example.allow_only({"name", "id", "row", "output", "filtered", "reasons"});
    report(example, run_one(example, *program_, mapper), found);
    const auto& noted = program_->example_violations->list();
    found.insert(found.end(), noted.begin() + static_cast<std::ptrdiff_t>(before), noted.end());
  }
  return found;
}

}  // namespace lt::mapping
