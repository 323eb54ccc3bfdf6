// What others ask of a compiled summary, and its examples.
#include "mapping/summary.hpp"

#include "base/timestamp.hpp"
#include "mapping/example.hpp"
#include "mapping/row_example.hpp"
#include "mapping/summary_program.hpp"

namespace lt::mapping {

Summary::Summary(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Summary::~Summary() = default;

const std::string& Summary::name() const { return program_->name; }
std::uint64_t Summary::fingerprint() const { return program_->fingerprint; }
const model::Entity& Summary::entity() const { return *program_->entity; }
const std::vector<ReferencePath>& Summary::reference_paths() const { return program_->paths; }
const Emitted& Summary::emitted() const { return program_->emitted; }
bool Summary::watched() const { return program_->watched; }
const model::Label& Summary::label() const { return program_->label; }
bool Summary::has_window() const { return program_->window.has_value(); }

namespace {

std::vector<std::string> run_one(const YamlNode& example, const std::shared_ptr<const Summary>& summary) {
  const Summary::Program& program = summary->program();
  Milliseconds now = example_now;
  if (example.has("today")) {
    const auto moment = from_canonical_timestamp(example["today"].text() + "T12:00:00+07:00");
    if (!moment) return {"today is no day such as 2021-09-01"};
    now = *moment;
  }
  Arena arena;
  Context context;
  context.arena = &arena;
  Tally tally(summary, now);
  std::vector<std::string> reasons;
  std::int64_t id = 0;
  for (const YamlNode& row : example["rows"].items()) {
    const auto reason = tally.add(RowExample(row, *program.entity, program, context).input(++id));
    if (reason) reasons.push_back(reason->code);
  }
  std::vector<std::string> differences;
  compare_codes("reasons", example["reasons"].texts(), reasons, differences);
  std::string list;
  for (const Tally::Group& group : tally.groups()) list += (list.empty() ? "[" : ",") + group.json;
  list += list.empty() ? "[]" : "]";
  find_differences(example["groups"].value(), tree_of(list), "", differences);
  return differences;
}

}  // namespace

std::vector<Violation> Summary::run_examples() const {
  std::vector<Violation> found;
  if (program_->examples.empty()) {
    found.push_back({program_->file, 0, "the summary has no examples; at least one shows what it is meant to do"});
    return found;
  }
  // Shared without owning: nothing outlives this call.
  const std::shared_ptr<const Summary> self(std::shared_ptr<void>(), this);
  for (const YamlNode& example : program_->examples) {
    const std::size_t before = program_->example_violations->list().size();
    example.allow_only({"name", "today", "rows", "groups", "reasons"});
    report(example, run_one(example, self), found);
    const auto& noted = program_->example_violations->list();
    found.insert(found.end(), noted.begin() + static_cast<std::ptrdiff_t>(before), noted.end());
  }
  return found;
}

}  // namespace lt::mapping
