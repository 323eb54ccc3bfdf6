// From a summary file to its program, with every fault at its line.
#include "base/suggest.hpp"
#include "mapping/expression_parser.hpp"
#include "mapping/fingerprint.hpp"
#include "mapping/program_file.hpp"
#include "mapping/row_scope.hpp"
#include "mapping/summary_program.hpp"

#include <algorithm>
#include <set>

namespace lt::mapping {
namespace {

const std::map<std::string, MeasureKind, std::less<>> kinds = {{"count_where", MeasureKind::count_where},
                                                               {"sum", MeasureKind::sum},
                                                               {"min", MeasureKind::min},
                                                               {"max", MeasureKind::max}};
constexpr const char* measure_usage =
    "a measure is count, {count_where: CONDITION}, {sum: FIELD}, {min: FIELD} or {max: FIELD}";

class SummaryReader {
 public:
  SummaryReader(const YamlNode& node, const Surroundings& surroundings)
      : node_(node), surroundings_(surroundings), program_(std::make_unique<Summary::Program>()) {}

  std::unique_ptr<Summary::Program> run(const std::filesystem::path& file) {
    program_->name = file.stem().string();
    program_->file = file.string();
    node_.allow_only(
        {"summary", "label", "description", "watch", "entity", "filter", "by", "measures", "window", "examples"});
    if (node_["summary"].text() != program_->name) {
      node_["summary"].violation("a summary is called like its file: '" + program_->name + "'");
    }
    program_->label = {node_["label"]["vi"].text_or(program_->name), node_["label"]["en"].text_or(program_->name)};
    program_->watched = node_["watch"].boolean_or(false);
    const std::string entity = node_["entity"].text();
    program_->entity = surroundings_.model.find(entity);
    if (program_->entity == nullptr) {
      node_["entity"].violation("unknown entity '" + entity + "'" + suggestion(entity, surroundings_.model.names()));
      return nullptr;
    }
    RowScope scope(*program_->entity, surroundings_.model, *program_);
    if (node_.has("filter")) program_->filter = condition(node_["filter"], scope);
    if (node_.has("window")) read_window(node_["window"], scope);
    if (node_.has("by")) {
      for (const auto& [name, field] : node_["by"].entries()) read_group(name, field, scope);
    }
    const auto measures = node_["measures"].entries();
    if (measures.empty()) node_.violation(std::string("the summary measures nothing; ") + measure_usage);
    for (const auto& [name, measure] : measures) read_measure(name, measure, scope);
    const bool counts = std::ranges::any_of(program_->measures, [](const MeasureField& measure) {
      return measure.name == "count" && measure.kind == MeasureKind::count;
    });
    if (program_->watched && !counts) {
      node_["watch"].violation("what is watched is counted; add `count: count` to the measures");
    }
    note_what_is_emitted();
    program_->fingerprint = fingerprint(node_, tables_, {});
    return std::move(program_);
  }

 private:
  std::optional<Condition> condition(const YamlNode& node, Scope& scope) {
    auto parsed = parse_condition(node, scope, surroundings_);
    if (parsed) collect_tables(*parsed, tables_);
    return parsed;
  }

  std::optional<Expression> expression(const YamlNode& node, Scope& scope) {
    auto parsed = parse_expression(node, scope, surroundings_);
    if (parsed) collect_tables(*parsed, tables_);
    return parsed;
  }

  void claim_name(const std::string& name, const YamlNode& node) {
    const bool reserved = program_->window && (name == "window_from" || name == "window_to");
    if (reserved || name.find('/') != std::string::npos || !names_.insert(name).second) {
      node.violation("'" + name + "' cannot name a member here: it is taken already or holds a '/'");
    }
  }

  void read_window(const YamlNode& node, Scope& scope) {
    node.allow_only({"of", "days"});
    WindowField window;
    window.days = node["days"].integer();
    if (window.days < 1 || window.days > 3'660) node["days"].violation("a window has from 1 to 3660 days");
    if (auto of = expression(node["of"], scope)) {
      if (of->result != Result::date && of->result != Result::timestamp) {
        node["of"].violation("a window is of a date or a moment; end the expression with date(…) or timestamp(…)");
      }
      window.of = std::move(*of);
    }
    program_->window = std::move(window);
  }

  void read_group(const std::string& name, const YamlNode& node, Scope& scope) {
    claim_name(name, node);
    if (auto by = expression(node, scope)) program_->by.push_back({name, std::move(*by)});
  }

  void read_measure(const std::string& name, const YamlNode& node, Scope& scope) {
    claim_name(name, node);
    MeasureField measure;
    measure.name = name;
    if (node.is_scalar()) {
      if (node.text() != "count") return node.violation(measure_usage);
      program_->measures.push_back(std::move(measure));
      return;
    }
    const auto entries = node.is_map() ? node.entries() : std::vector<std::pair<std::string, YamlNode>>();
    if (entries.size() != 1) return node.violation(measure_usage);
    const auto& [word, what] = entries.front();
    const auto kind = kinds.find(word);
    if (kind == kinds.end()) {
      return what.violation("there is no measure '" + word + "'" +
                            suggestion(word, {"count", "count_where", "sum", "min", "max"}));
    }
    measure.kind = kind->second;
    if (measure.kind == MeasureKind::count_where) {
      auto parsed = condition(what, scope);
      if (!parsed) return;
      measure.condition = std::move(*parsed);
    } else {
      auto parsed = expression(what, scope);
      if (!parsed) return;
      measure.expression = std::move(*parsed);
    }
    program_->measures.push_back(std::move(measure));
  }

  void note_what_is_emitted() {
    Emitted& emitted = program_->emitted;
    emitted.entity = program_->entity;
    emitted.reads = names_read(*program_->entity, surroundings_.model, *program_);
    for (const GroupField& by : program_->by) {
      note_emitted("/" + by.name, by.expression, surroundings_.model, *program_, emitted);
    }
  }

  YamlNode node_;
  const Surroundings& surroundings_;
  std::unique_ptr<Summary::Program> program_;
  std::set<std::string> names_;
  std::vector<std::uint64_t> tables_;
};

}  // namespace

std::shared_ptr<const Summary> Summary::load(const std::filesystem::path& file, const Surroundings& surroundings,
                                             Violations& violations) {
  auto program =
      load_program(file, violations, [&](const YamlNode& node) { return SummaryReader(node, surroundings).run(file); });
  if (!program) return nullptr;
  return std::shared_ptr<const Summary>(new Summary(std::move(program)));
}

Summaries load_summaries(const std::filesystem::path& folder, const Surroundings& surroundings,
                         Violations& violations) {
  Summaries summaries;
  for (const auto& file : yaml_files(folder)) {
    if (auto summary = Summary::load(file, surroundings, violations)) summaries.emplace(summary->name(), summary);
  }
  return summaries;
}

}  // namespace lt::mapping
