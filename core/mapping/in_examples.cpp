// Running the examples of inward mappings.
#include "base/timestamp.hpp"
#include "mapping/example.hpp"
#include "mapping/in_program.hpp"
#include "mapping/json_writer.hpp"
#include "mapping/tried_example.hpp"

#include <algorithm>

namespace lt::mapping {
namespace {

constexpr Milliseconds usual_receipt = 1'767'225'600'000;  // 2026-01-01T07:00:00+07:00
constexpr std::size_t padding = 64;

std::vector<std::string> codes(const std::vector<model::Reason>& reasons) {
  std::vector<std::string> list;
  list.reserve(reasons.size());
  for (const auto& reason : reasons) list.push_back(reason.code);
  return list;
}

std::string told(const std::vector<model::Reason>& reasons) {
  std::string text;
  for (const auto& reason : reasons) {
    text += (text.empty() ? "" : "; ") + reason.code + " at " + reason.field + ": " + reason.message;
  }
  return text;
}

std::string text_of_value(const model::Value& value) {
  if (value.kind() == model::Value::Kind::text) return std::string(value.as_text());
  Arena arena;
  Context context;
  context.arena = &arena;
  return std::string(text_of(value, context));
}

// A field as examples write it: a reference as the key of what it means.
std::string shown(const model::EntityRecord& record, std::size_t field, std::span<const model::EntityRecord> all) {
  const model::Value& value = record.values[field];
  if (record.entity->fields[field].type != model::FieldType::reference || value.empty()) return text_of_value(value);
  if (value.as_integer() < 0) return std::to_string(-value.as_integer());  // the row itself
  return std::string(all[static_cast<std::size_t>(value.as_integer())].source_key);
}

// The fields that the example names; others are free.
void compare_entity(const YamlNode& expected, const model::EntityRecord& record,
                    std::span<const model::EntityRecord> all, const std::string& name,
                    std::vector<std::string>& differences) {
  for (const auto& [field, wanted] : expected.entries()) {
    std::string came;
    if (field == "$key") {
      came = record.source_key;
    } else if (const auto position = record.entity->field(field)) {
      came = shown(record, static_cast<std::size_t>(*position), all);
    } else {
      differences.push_back(std::string(name).append(": there is no field '").append(field).append("'"));
      continue;
    }
    const std::string text = wanted.exists() ? wanted.text_or("") : "";
    if (came == text) continue;
    std::string& told_difference = differences.emplace_back(name);
    told_difference.append(".")
        .append(field)
        .append(": expected '")
        .append(text)
        .append("', came '")
        .append(came)
        .append("'");
  }
}

void write_entity(const model::EntityRecord& record, std::span<const model::EntityRecord> all, std::string& out) {
  out += '{';
  for (std::size_t field = 0; field < record.values.size(); ++field) {
    if (record.values[field].empty()) continue;
    if (!out.ends_with('{')) out += ',';
    write_json_text(record.entity->fields[field].name, out);
    out += ':';
    write_json_text(shown(record, field, all), out);
  }
  out += '}';
}

// By the names of the program: one, or of a for_each a list.
void write_entities(const InMapping::Program& program, const MappedRecord& mapped, std::string& out) {
  out += "\"entities\":{";
  for (std::size_t number = 0; number < program.entities.size(); ++number) {
    std::string records;
    for (std::size_t i = 0; i < mapped.entities.size(); ++i) {
      if (mapped.sources[i] != static_cast<int>(number)) continue;
      if (!records.empty()) records += ',';
      write_entity(mapped.entities[i], mapped.entities, records);
    }
    if (records.empty()) continue;
    if (!out.ends_with('{')) out += ',';
    write_json_text(program.entities[number].name, out);
    const bool many = program.entities[number].list >= 0;
    out.append(many ? ":[" : ":").append(records).append(many ? "]" : "");
  }
  out += '}';
}

std::string result_of(const InMapping::Program& program, const MappedRecord& mapped) {
  std::string out = "{";
  if (mapped.outcome == Outcome::mapped) write_entities(program, mapped, out);
  if (mapped.outcome == Outcome::filtered) out += "\"filtered\":true";
  if (mapped.outcome == Outcome::dead) write_reasons("reasons", mapped.reasons, out);
  if (!mapped.warnings.empty()) {
    out += ',';
    write_reasons("warnings", mapped.warnings, out);
  }
  return out + "}";
}

// Results by entity name, in the order of the program: "person" or, of a for_each, "dose" in a list.
void compare_entities(const YamlNode& expected, const InMapping::Program& program, const MappedRecord& mapped,
                      std::vector<std::string>& differences) {
  std::size_t compared = 0;
  for (const auto& [name, value] : expected.entries()) {
    const auto of =
        std::find_if(program.entities.begin(), program.entities.end(),
                     [&, wanted = std::string_view(name)](const EntityProgram& e) { return e.name == wanted; });
    if (of == program.entities.end()) {
      differences.push_back("the mapping has no entity named '" + name + "'");
      continue;
    }
    const auto number = static_cast<int>(of - program.entities.begin());
    std::vector<const model::EntityRecord*> came;
    for (std::size_t i = 0; i < mapped.entities.size(); ++i) {
      if (mapped.sources[i] == number) came.push_back(&mapped.entities[i]);
    }
    const std::vector<YamlNode> wanted = value.is_list() ? value.items() : std::vector{value};
    if (wanted.size() != came.size()) {
      differences.push_back(name + ": expected " + std::to_string(wanted.size()) + ", came " +
                            std::to_string(came.size()));
    }
    for (std::size_t i = 0; i < std::min(wanted.size(), came.size()); ++i) {
      const std::string place = value.is_list() ? name + "[" + std::to_string(i) + "]" : name;
      compare_entity(wanted[i], *came[i], mapped.entities, place, differences);
    }
    compared += came.size();
  }
  if (compared < mapped.entities.size()) {
    differences.push_back(std::to_string(mapped.entities.size() - compared) +
                          " more entities came; name each, with {} where its fields do not matter");
  }
}

std::vector<std::string> run_one(const YamlNode& example, const InMapping::Program& program, InMapper& mapper,
                                 TriedExample& tried) {
  std::vector<std::string> differences;
  std::string raw = example["input"].is_scalar() ? example["input"].text_or("") : json_of(example["input"].value());
  tried.source = raw;
  tried.expected = expectation(example, {"entities", "filtered", "reasons", "warnings"});
  const std::size_t size = raw.size();
  raw.append(padding, '\0');
  Milliseconds received_at = usual_receipt;
  if (example.has("received_at")) {
    const auto moment = read_timestamp(TimestampFormat::iso, example["received_at"].text_or(""));
    if (!moment) return {"received_at is no moment such as 2021-09-01T08:00:00+07:00"};
    received_at = *moment;
  }
  Arena arena;
  MappedRecord mapped;
  mapper.map({raw.data(), size}, example["key"].text_or("example"), received_at, arena, mapped);
  tried.result = result_of(program, mapped);
  compare_codes("warnings", example["warnings"].texts(), codes(mapped.warnings), differences);
  const std::vector<std::string> reasons = example["reasons"].texts();
  if (!reasons.empty() || mapped.outcome == Outcome::dead) {
    compare_codes("reasons", reasons, codes(mapped.reasons), differences);
    if (!differences.empty() && !mapped.reasons.empty()) differences.push_back("(" + told(mapped.reasons) + ")");
    return differences;
  }
  const bool filtered = example["filtered"].boolean_or(false);
  if (filtered != (mapped.outcome == Outcome::filtered)) {
    differences.push_back(filtered ? "expected to be filtered, but was mapped" : "was filtered");
  }
  if (!differences.empty() && !mapped.warnings.empty()) differences.push_back("(" + told(mapped.warnings) + ")");
  if (mapped.outcome == Outcome::mapped) compare_entities(example["entities"], program, mapped, differences);
  return differences;
}

}  // namespace

std::vector<TriedExample> try_examples(const InMapping& mapping) {
  const InMapping::Program& program = mapping.program();
  // Shared without owning: the mapper does not outlive this call.
  InMapper mapper(std::shared_ptr<const InMapping>(std::shared_ptr<void>(), &mapping));
  return try_each(
      program.examples, *program.example_violations,
      {"name", "input", "key", "received_at", "entities", "filtered", "reasons", "warnings"},
      [&](const YamlNode& example, TriedExample& tried) { return run_one(example, program, mapper, tried); });
}

std::vector<Violation> InMapping::run_examples() const { return examples_told(program_->file, try_examples(*this)); }

}  // namespace lt::mapping
