// Running the examples of outward mappings.
#include "mapping/example.hpp"
#include "mapping/out_program.hpp"
#include "mapping/row_example.hpp"

#include <algorithm>

namespace lt::mapping {
namespace {

std::vector<std::string> run_one(const YamlNode& example, const OutMapping::Program& program, OutMapper& mapper) {
  Arena arena;
  Context context;
  context.arena = &arena;
  const RowExample row(example["row"], *program.entity, program, context);
  OutRecord out;
  mapper.map(row.input(example["id"].integer_or(1)), example_now, arena, out);

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
