// Running a compiled outward mapping over one canonical row.
#include "base/timestamp.hpp"
#include "mapping/json_writer.hpp"
#include "mapping/out_program.hpp"

namespace lt::mapping {

using model::Reason;

struct OutMapper::Scratch {
  explicit Scratch(const OutMapping::Program& p) : program(p), values(p.fields.size()) {}

  const OutMapping::Program& program;
  Context context;
  std::vector<Value> values;  // one for each output field
  std::string json;
  std::string today;
  Milliseconds today_of = -1;

  bool wanted(OutRecord& out);
  void evaluate_field(std::size_t index, OutRecord& out);
  bool write(const OutNode& node);
  Reason reason(const OutField& field) const {
    return {std::string(context.failure.code), program.entity->name + "." + field.expression.pointers, field.pointer,
            context.failure.message};
  }
};

OutMapper::OutMapper(std::shared_ptr<const OutMapping> mapping)
    : mapping_(std::move(mapping)), scratch_(std::make_unique<Scratch>(mapping_->program())) {}
OutMapper::~OutMapper() = default;
OutMapper::OutMapper(OutMapper&&) noexcept = default;
OutMapper& OutMapper::operator=(OutMapper&&) noexcept = default;

void OutMapper::map(const OutInput& input, Milliseconds now, Arena& arena, OutRecord& out) {
  Scratch& s = *scratch_;
  out.outcome = Outcome::dead;
  out.json = {};
  out.reasons.clear();
  out.warnings.clear();
  if (s.today_of != now) {
    s.today = std::string_view(canonical_timestamp(now)).substr(0, 10);
    s.today_of = now;
  }
  s.context.arena = &arena;
  s.context.fields = input.values;
  s.context.linked = input.linked;
  s.context.id = input.id;
  s.context.received_at = now;
  s.context.today = s.today;
  s.context.as_of = s.today;
  if (!s.wanted(out)) return;
  for (std::size_t i = 0; i < s.program.fields.size(); ++i) s.evaluate_field(i, out);
  if (!out.reasons.empty()) return;
  s.json.clear();
  if (!s.write(s.program.root)) s.json += "{}";
  out.json = arena.copy(s.json);
  out.outcome = Outcome::mapped;
}

bool OutMapper::Scratch::wanted(OutRecord& out) {
  if (!program.filter) return true;
  const Truth truth = holds(*program.filter, context);
  if (truth == Truth::no) out.outcome = Outcome::filtered;
  if (truth == Truth::failed) {
    out.reasons.push_back({std::string(context.failure.code), program.entity->name, "filter", context.failure.message});
  }
  return truth == Truth::yes;
}

void OutMapper::Scratch::evaluate_field(std::size_t index, OutRecord& out) {
  const OutField& field = program.fields[index];
  Value& value = values[index];
  value = Value();
  bool good = true;
  if (field.when) {
    const Truth truth = holds(*field.when, context);
    if (truth == Truth::no) return;
    good = truth == Truth::yes;
  }
  if (good && field.is_constant) {
    value = field.constant;
  } else if (good) {
    good = evaluate(field.expression, context, value);
  }
  if (!good) {
    value = Value();
    (field.drop_on_error ? out.warnings : out.reasons).push_back(reason(field));
  } else if (field.required && value.empty()) {
    context.fail("missing", "the destination needs this value and the hub has none");
    out.reasons.push_back(reason(field));
  }
}

// Appends the node's JSON; false, and nothing appended, where all of it is empty and left out.
bool OutMapper::Scratch::write(const OutNode& node) {
  if (node.field >= 0) {
    const auto index = static_cast<std::size_t>(node.field);
    if (values[index].empty() && !program.write_null) return false;
    write_json_value(values[index].empty() ? Value() : values[index], program.fields[index].as_boolean, json);
    return true;
  }
  const std::size_t start = json.size();
  json += node.array ? '[' : '{';
  bool any = false;
  for (const OutNode& child : node.children) {
    const std::size_t before = json.size();
    if (any) json += ',';
    json += child.json;
    if (write(child)) {
      any = true;
    } else {
      json.resize(before);
    }
  }
  if (!any) {
    json.resize(start);
    return false;
  }
  json += node.array ? ']' : '}';
  return true;
}

}  // namespace lt::mapping
