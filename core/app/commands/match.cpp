// lienthong match: how well records of persons are matched, and by what weights.
#include "app/command_line.hpp"
#include "app/table.hpp"
#include "identity/estimate.hpp"
#include "identity/evaluation.hpp"
#include "identity/explanation.hpp"
#include "identity/record_file.hpp"
#include "units/catalogue.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <ostream>
#include <set>

namespace lt::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct MatchArguments {
  fs::path file;
  std::string model = "person";
  std::size_t wrong = 3;
};

std::string printed(const char* format, double number) {
  char text[48];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

// A model with the records of a file and their weights. No more of the configuration is read than a model's expressions
// may name, so that a model can be tried before there is a whole one.
class Trial {
 public:
  Trial(const CommandLine& line, const MatchArguments& arguments)
      : stop_(line.stop()),
        model_(load_model(line, arguments.model)),
        file_(load_records(line, arguments.file)),
        comparer_(file_.table),
        weights_(model_, shares(), static_cast<double>(file_.table.size())) {}

  const identity::LinkageModel& model() const { return model_; }
  const identity::RecordFile& file() const { return file_; }
  const identity::Weights& weights() const { return weights_; }

  identity::Links links() const {
    return identity::find_links(file_.table, file_.index, comparer_, weights_, identity::bits_of(0.01), stop_);
  }
  identity::Grouping grouped(const identity::Links& links, double threshold) const {
    return identity::group(file_.table, comparer_, weights_, links, identity::bits_of(threshold),
                           identity::bits_of(model_.apart_below));
  }
  identity::Explanation explain(identity::RecordNumber a, identity::RecordNumber b) const {
    return identity::explain(file_.table, comparer_, weights_, file_.table.view(a), file_.table.view(b));
  }

 private:
  static identity::LinkageModel load_model(const CommandLine& line, const std::string& name) {
    const fs::path file = name.ends_with(".yaml") ? fs::path(name) : line.config / "identity" / (name + ".yaml");
    Violations violations;
    identity::LinkageModel model = identity::LinkageModel::load(file, violations);
    violations.raise();
    return model;
  }

  identity::RecordFile load_records(const CommandLine& line, const fs::path& file) const {
    Violations violations;
    const model::Model no_entities;
    const auto tables = mapping::ReferenceTables::load(line.config / "reference", violations);
    violations.raise();
    const auto units = units::Catalogue::load(units::Catalogue::default_path());
    std::ifstream in(file, std::ios::binary);
    if (!in) {
      throw Error(ErrorKind::misconfigured, file.string() + " cannot be read; name a file of comma-separated text");
    }
    return identity::read_records(in, file.string(), model_, {no_entities, tables, &units, nullptr});
  }

  identity::Shares shares() const {
    if (model_.has_given_weights()) return identity::given_shares(model_);
    identity::EstimateOptions options;
    options.stop = stop_;
    return identity::estimate(file_.table, file_.index, comparer_, options).shares;
  }

  std::stop_token stop_;
  identity::LinkageModel model_;
  identity::RecordFile file_;
  identity::Comparer comparer_;
  identity::Weights weights_;
};

json::object to_json(const identity::Quality& quality) {
  return {{"found", quality.found},     {"wrong", quality.found - quality.right},
          {"missing", quality.missing}, {"precision", quality.precision()},
          {"recall", quality.recall()}, {"f1", quality.f1()}};
}

json::array thresholds(const Trial& trial, const identity::Links& links) {
  std::set<double> steps{0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999};
  steps.insert(trial.model().merge_at);
  json::array rows;
  for (const double step : steps) {
    json::object row{{"threshold", step}, {"merges", step == trial.model().merge_at}};
    for (auto& member : to_json(identity::quality_of(trial.grouped(links, step).group_of, trial.file().truth))) {
      row.insert(member);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// Pairs of groups that a person would be asked about.
std::uint64_t questions(const Trial& trial, const identity::Links& links, const identity::Grouping& grouping) {
  std::set<std::pair<identity::RecordNumber, identity::RecordNumber>> asked;
  const double from = identity::bits_of(trial.model().ask_at);
  for (const identity::Link& link : links.list) {
    const auto pair = std::minmax({grouping.group_of[link.a], grouping.group_of[link.b]});
    if (pair.first != pair.second && link.bits >= from) asked.insert(pair);
  }
  return asked.size();
}

json::object to_json(const identity::WrongPair& pair, const Trial& trial) {
  const identity::Explanation why = trial.explain(pair.a, pair.b);
  json::array parts;
  for (const auto& part : why.parts) {
    parts.push_back(
        {{"comparison", part.label}, {"level", part.level}, {"a", part.a}, {"b", part.b}, {"bits", part.bits}});
  }
  return {{"kind", pair.joined ? "joined" : "left apart"},
          {"compared", pair.compared},
          {"lines", json::array{trial.file().lines[pair.b], trial.file().lines[pair.a]}},
          {"bits", why.bits},
          {"probability", why.probability},
          {"against", why.against == identity::Kind::household ? "household" : "stranger"},
          {"start", why.start},
          {"conflict", why.conflict},
          {"parts", std::move(parts)}};
}

json::object evaluation(const Trial& trial, const MatchArguments& arguments) {
  const auto& file = trial.file();
  if (file.truth.empty()) {
    throw Error(ErrorKind::misconfigured,
                trial.model().file + " has no 'truth', the expression that says who is who; add it to be measured");
  }
  const identity::Links links = trial.links();
  const identity::Grouping grouping = trial.grouped(links, trial.model().merge_at);
  json::array wrong;
  for (const auto& pair :
       identity::wrong_pairs(trial.model(), file.table, file.index, grouping.group_of, file.truth, arguments.wrong)) {
    wrong.push_back(to_json(pair, trial));
  }
  return {{"records", file.table.size()},
          {"weighed", links.pairs},
          {"merge_at", trial.model().merge_at},
          {"merged", to_json(identity::quality_of(grouping.group_of, file.truth))},
          {"questions", questions(trial, links, grouping)},
          {"thresholds", thresholds(trial, links)},
          {"wrong", std::move(wrong)}};
}

void print_thresholds(std::ostream& out, const json::array& thresholds, bool vietnamese) {
  json::array rows;
  for (const auto& value : thresholds) {
    json::object row = value.as_object();
    row["threshold"] = printed("%.4g", row["threshold"].to_number<double>()) + (row["merges"].as_bool() ? " *" : "");
    for (const char* name : {"precision", "recall", "f1"}) row[name] = printed("%.5f", row[name].to_number<double>());
    rows.push_back(std::move(row));
  }
  static constexpr Column columns[] = {{"threshold", "Xác suất từ", "Probability from"},
                                       {"found", "Cặp đã gộp", "Pairs joined", true},
                                       {"wrong", "Sai", "Wrong", true},
                                       {"missing", "Còn thiếu", "Missing", true},
                                       {"precision", "Độ chính xác", "Precision", true},
                                       {"recall", "Độ đầy đủ", "Recall", true},
                                       {"f1", "F1", "F1", true}};
  print_table(out, rows, columns, vietnamese);
}

void print_wrong(std::ostream& out, const json::object& pair, bool vietnamese) {
  const bool joined = pair.at("kind").as_string() == "joined";
  const auto& lines = pair.at("lines").as_array();
  const char* what = joined ? (vietnamese ? "Gộp nhầm" : "Joined wrongly") : vietnamese ? "Bỏ sót" : "Left apart";
  out << '\n'
      << what << ": " << (vietnamese ? "dòng " : "lines ") << lines[0].as_int64() << ", " << lines[1].as_int64() << ", "
      << printed("%.4f", pair.at("probability").as_double()) << " = " << printed("%.1f", pair.at("bits").as_double())
      << " bit"
      << (pair.at("compared").as_bool() ? ""
          : vietnamese                  ? " (chưa từng được so)"
                                        : " (never compared)")
      << '\n';
  json::array rows;
  rows.push_back({{"comparison", vietnamese ? "(trước khi so)" : "(before comparing)"},
                  {"bits", printed("%+.1f", pair.at("start").as_double())}});
  for (const auto& part : pair.at("parts").as_array()) {
    json::object row = part.as_object();
    row["bits"] = printed("%+.1f", row["bits"].as_double());
    rows.push_back(std::move(row));
  }
  static constexpr Column columns[] = {{"comparison", "So sánh", "Comparison"},
                                       {"a", "Bên này", "One"},
                                       {"b", "Bên kia", "Other"},
                                       {"level", "Mức giống", "Agreement"},
                                       {"bits", "Bit", "Bits", true}};
  print_table(out, rows, columns, vietnamese, 40);
}

Exit evaluate(CommandLine& line, const MatchArguments& arguments) {
  const json::object result = evaluation(Trial(line, arguments), arguments);
  if (line.json) {
    line.out << json::serialize(result) << '\n';
    return Exit::done;
  }
  // Without a configuration the answer is the same, so none is read for the language.
  const bool vietnamese = line.language != "en";
  line.out << result.at("records").to_number<std::uint64_t>() << (vietnamese ? " bản ghi, " : " records, ")
           << result.at("weighed").to_number<std::uint64_t>() << (vietnamese ? " cặp được cân, " : " pairs weighed, ")
           << result.at("questions").to_number<std::uint64_t>() << (vietnamese ? " câu hỏi\n" : " questions\n");
  print_thresholds(line.out, result.at("thresholds").as_array(), vietnamese);
  for (const auto& pair : result.at("wrong").as_array()) print_wrong(line.out, pair.as_object(), vietnamese);
  return Exit::done;
}

Exit estimate(CommandLine& line, const MatchArguments& arguments) {
  const Trial trial(line, arguments);
  identity::write_shares(line.out, trial.model(), trial.weights().shares());
  return Exit::done;
}

CLI::App* add_trial(CLI::App& match, MatchArguments& arguments, const std::string& name, const std::string& purpose) {
  auto* command = match.add_subcommand(name, purpose);
  command->add_option("file", arguments.file, "Comma-separated text whose first line names the columns")->required();
  command->add_option("--model", arguments.model, "A name in config/identity, or a file that ends in .yaml")
      ->capture_default_str();
  return command;
}

}  // namespace

void add_match(CLI::App& parser, CommandLine& line) {
  auto* match = parser.add_subcommand("match", "Which records mean the same person: how well, and by what weights");
  match->require_subcommand(1);
  auto arguments = std::make_shared<MatchArguments>();
  auto* measured = add_trial(*match, *arguments, "evaluate", "Precision, recall and F1 against a known truth");
  measured->add_option("--wrong", arguments->wrong, "So many wrong pairs of each sort are explained")
      ->capture_default_str();
  measured->footer(
      "Example:\n  lienthong-twins people --people 20000 --out people.csv\n"
      "  lienthong match evaluate people.csv --wrong 5");
  measured->callback([&line, arguments] { line.action = [&line, arguments] { return evaluate(line, *arguments); }; });
  auto* weights =
      add_trial(*match, *arguments, "estimate", "Weights from a file's records, to be written into a model");
  weights->callback([&line, arguments] { line.action = [&line, arguments] { return estimate(line, *arguments); }; });
}

}  // namespace lt::app
