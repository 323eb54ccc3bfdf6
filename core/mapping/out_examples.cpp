// Running the examples of outward mappings.
#include "mapping/example.hpp"
#include "mapping/out_program.hpp"
#include "mapping/row_example.hpp"
#include "mapping/tried_example.hpp"

#include <algorithm>

namespace lt::mapping {
namespace {

std::string result_of(const OutRecord& out) {
  if (out.outcome == Outcome::mapped) return std::string("{\"output\":").append(out.json).append("}");
  std::string text = "{";
  if (out.outcome == Outcome::filtered) {
    text += "\"filtered\":true";
  } else {
    write_reasons("reasons", out.reasons, text);
  }
  return text + "}";
}

std::vector<std::string> run_one(const YamlNode& example, const OutMapping::Program& program, OutMapper& mapper,
                                 TriedExample& tried) {
  tried.source = json_of(example["row"].value());
  tried.expected = expectation(example, {"output", "filtered", "reasons"});
  Arena arena;
  Context context;
  context.arena = &arena;
  const RowExample row(example["row"], *program.entity, program, context);
  OutRecord out;
  mapper.map(row.input(example["id"].integer_or(1)), example_now, arena, out);
  tried.result = result_of(out);

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
    find_differences(example["output"].value(), tree_of(out.json), "", differences);
  }
  return differences;
}

}  // namespace

std::vector<TriedExample> try_examples(const OutMapping& mapping) {
  const OutMapping::Program& program = mapping.program();
  // Shared without owning: the mapper does not outlive this call.
  OutMapper mapper(std::shared_ptr<const OutMapping>(std::shared_ptr<void>(), &mapping));
  return try_each(
      program.examples, *program.example_violations, {"name", "id", "row", "output", "filtered", "reasons"},
      [&](const YamlNode& example, TriedExample& tried) { return run_one(example, program, mapper, tried); });
}

std::vector<Violation> OutMapping::run_examples() const { return examples_told(program_->file, try_examples(*this)); }

}  // namespace lt::mapping
