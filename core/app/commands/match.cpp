// lienthong match: how well records of persons are matched, by what weights, and which rows may be one.
#include "app/command_line.hpp"
#include "app/judgements.hpp"
#include "app/match_trial.hpp"
#include "app/table.hpp"
#include "identity/evaluation.hpp"
#include "identity/preparation.hpp"
#include "mapping/reference_tables.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <set>

namespace lt::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using identity::RecordNumber;

struct MatchArguments {
  fs::path file;
  std::string model = "person";
  std::size_t wrong = 3;
  std::size_t limit = 50;
  bool why = false;
  bool ask = false;
};

json::object quality_json(const identity::Quality& quality) {
  return {{"found", quality.found},     {"wrong", quality.found - quality.right},
          {"missing", quality.missing}, {"precision", quality.precision()},
          {"recall", quality.recall()}, {"f1", quality.f1()}};
}

json::array thresholds(const Trial& trial, const identity::Links& links, const identity::RecordFile& file) {
  std::set<double> steps{0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999};
  steps.insert(trial.model().merge_at);
  json::array rows;
  for (const double step : steps) {
    json::object row{{"threshold", step}, {"merges", step == trial.model().merge_at}};
    const auto quality = quality_json(identity::quality_of(trial.grouped(links, step).group_of, file.truth));
    for (const auto& member : quality) row.insert(member);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Pairs of groups that a person would be asked about, the likeliest first, each by its likeliest link.
std::vector<identity::Link> questions(const Trial& trial, const identity::Links& links,
                                      const identity::Grouping& grouping) {
  std::set<std::pair<RecordNumber, RecordNumber>> asked;
  std::vector<identity::Link> list;
  const double from = identity::bits_of(trial.model().ask_at);
  for (const identity::Link& link : links.list) {
    const auto pair = std::minmax({grouping.group_of[link.a], grouping.group_of[link.b]});
    if (pair.first == pair.second || link.bits < from || !asked.insert(pair).second) continue;
    list.push_back(link);
  }
  return list;
}

json::object wrong_pair_json(const identity::WrongPair& pair, const Trial& trial, const identity::RecordFile& file) {
  json::object made = app::to_json(trial.explain(pair.a, pair.b));
  made["kind"] = pair.joined ? "joined" : "left apart";
  made["compared"] = pair.compared;
  made["lines"] = json::array{file.lines[pair.b], file.lines[pair.a]};
  return made;
}

json::object evaluation(const Trial& trial, const identity::RecordFile& file, std::size_t most_wrong) {
  const identity::Links links = trial.links(0.01);
  const identity::Grouping grouping = trial.grouped(links, trial.model().merge_at);
  json::array wrong;
  for (const auto& pair :
       identity::wrong_pairs(trial.model(), file.table, file.index, grouping.group_of, file.truth, most_wrong)) {
    wrong.push_back(wrong_pair_json(pair, trial, file));
  }
  return {{"records", file.table.size()},
          {"weighed", links.pairs},
          {"settled", trial.settled()},
          {"merge_at", trial.model().merge_at},
          {"merged", quality_json(identity::quality_of(grouping.group_of, file.truth))},
          {"questions", questions(trial, links, grouping).size()},
          {"thresholds", thresholds(trial, links, file)},
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
  print_explanation(out, pair, vietnamese);
}

// What did not come to rest may be anything.
Exit ending(CommandLine& line, const Trial& trial, Exit otherwise) {
  if (trial.settled()) return otherwise;
  line.err << "lienthong: the weights did not come to rest; these records are too few or too alike to estimate from. "
              "Give the model's weights (lienthong match estimate, of more records) instead\n";
  return Exit::attention;
}

Exit evaluate(CommandLine& line, const MatchArguments& arguments) {
  const auto model = load_linkage(line, arguments.model);
  const identity::RecordFile file = read_trial_file(line, *model, arguments.file);
  if (file.truth.empty()) {
    throw Error(ErrorKind::misconfigured, model->file + ": 'truth', the expression that says who is who, is missing " +
                                              "or names a column that " + arguments.file.string() + " has not");
  }
  const Trial trial(*model, file.table, file.index, line.stop());
  const json::object result = evaluation(trial, file, arguments.wrong);
  if (line.json) {
    line.out << json::serialize(result) << '\n';
    return ending(line, trial, Exit::done);
  }
  // Without a configuration the answer is the same, so none is read for the language.
  const bool vietnamese = line.language != "en";
  line.out << result.at("records").to_number<std::uint64_t>() << (vietnamese ? " bản ghi, " : " records, ")
           << result.at("weighed").to_number<std::uint64_t>() << (vietnamese ? " cặp được cân, " : " pairs weighed, ")
           << result.at("questions").to_number<std::uint64_t>() << (vietnamese ? " câu hỏi\n" : " questions\n");
  print_thresholds(line.out, result.at("thresholds").as_array(), vietnamese);
  for (const auto& pair : result.at("wrong").as_array()) print_wrong(line.out, pair.as_object(), vietnamese);
  return ending(line, trial, Exit::done);
}

Exit estimate(CommandLine& line, const MatchArguments& arguments) {
  const auto model = load_linkage(line, arguments.model);
  const identity::RecordFile file = read_trial_file(line, *model, arguments.file);
  const Trial trial(*model, file.table, file.index, line.stop());
  identity::write_shares(line.out, *model, trial.weights().shares());
  return ending(line, trial, Exit::done);
}

// The store's canonical rows as records.
struct StoredRecords {
  identity::RecordTable table;
  identity::BlockIndex index;
  std::vector<store::RowId> rows;  // by record

  explicit StoredRecords(const identity::LinkageModel& model) : table(model) {}
};

StoredRecords read_rows(CommandLine& line, const identity::LinkageModel& linkage) {
  const Configuration& configuration = line.configuration();
  Violations violations;
  const auto tables = mapping::ReferenceTables::load(configuration.folder() / "reference", violations);
  const store::Store store = line.open_store(store::Access::read_only);
  const int entity = store.entity(linkage.name);
  const model::Entity& definition = *configuration.model().entities()[static_cast<std::size_t>(entity)];
  identity::Preparation preparation(linkage, definition.field_names(),
                                    {configuration.model(), tables, &configuration.units(), &configuration.qr()},
                                    violations);
  violations.raise();
  StoredRecords made(linkage);
  identity::BlockKeys keys(linkage);
  store::Reader reader = store.reader();
  store::Rows page;
  const std::stop_token stop = line.stop();
  constexpr int rows_a_page = 10'000;
  store::RowId after = 0;
  do {
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while rows were read");
    reader.page(entity, after, rows_a_page, page);
    for (const store::Row& row : page.rows) {
      after = row.id;
      if (row.removed) continue;
      const RecordNumber record = made.table.add(preparation.prepare(row.values));
      made.index.add(record, keys.of(made.table, made.table.view(record)));
      made.rows.push_back(row.id);
    }
  } while (!page.rows.empty());
  return made;
}

json::array likely_pairs(const Trial& trial, const StoredRecords& stored, std::size_t limit) {
  // Rows that are not yet merged: every likely pair is shown, the likeliest first.
  json::array list;
  const identity::Links links = trial.links(trial.model().ask_at);
  for (const identity::Link& link : links.list) {
    if (list.size() == limit) break;
    json::object pair = app::to_json(trial.explain(link.b, link.a));
    pair["rows"] = json::array{stored.rows[link.b], stored.rows[link.a]};
    list.push_back(std::move(pair));
  }
  return list;
}

void print_pairs(std::ostream& out, const json::array& pairs, bool why, bool vietnamese) {
  json::array rows;
  for (const auto& value : pairs) {
    const json::object& pair = value.as_object();
    const bool conflict = pair.at("conflict").as_bool();
    rows.push_back({{"a", pair.at("rows").as_array()[0]},
                    {"b", pair.at("rows").as_array()[1]},
                    {"probability", printed("%.4f", pair.at("probability").as_double())},
                    {"bits", printed("%.1f", pair.at("bits").as_double())},
                    {"remark", conflict ? (vietnamese ? "khác số định danh" : "identifiers differ") : ""}});
  }
  static constexpr Column columns[] = {{"a", "Dòng", "Row", true},
                                       {"b", "và dòng", "and row", true},
                                       {"probability", "Xác suất", "Probability", true},
                                       {"bits", "Bit", "Bits", true},
                                       {"remark", "Lưu ý", "Remark"}};
  print_table(out, rows, columns, vietnamese);
  if (!why) return;
  for (const auto& pair : pairs) {
    out << '\n' << cell_text(pair.at("rows")) << '\n';
    print_explanation(out, pair.as_object(), vietnamese);
  }
}

// Every pair becomes a question that waits, but for those on which someone has spoken. How many they are.
std::size_t ask(CommandLine& line, const identity::LinkageModel& linkage, const json::array& pairs) {
  store::Store store = line.open_store(store::Access::command);
  const int entity = store.entity(linkage.name);
  store::Transaction transaction = store.begin();
  std::size_t asked = 0;
  for (const auto& value : pairs) {
    const json::object& pair = value.as_object();
    const auto& rows = pair.at("rows").as_array();
    asked += transaction.put_question(entity, rows[0].as_int64(), rows[1].as_int64(), pair.at("bits").as_double(),
                                      json::serialize(pair))
                 ? 1
                 : 0;
  }
  transaction.commit();
  return asked;
}

Exit find_same(CommandLine& line, const MatchArguments& arguments) {
  const auto model = load_linkage(line, arguments.model);
  const StoredRecords stored = read_rows(line, *model);
  if (stored.rows.size() < 2) {
    if (line.json) line.out << "[]\n";
    return Exit::done;
  }
  const Trial trial(*model, stored.table, stored.index, line.stop());
  const json::array pairs = likely_pairs(trial, stored, arguments.limit);
  if (arguments.ask) {
    const std::size_t asked = ask(line, *model, pairs);
    if (line.json) {
      line.out << json::serialize(json::object{{"asked", asked}}) << '\n';
    } else {
      line.out << asked
               << (line.vietnamese() ? " câu hỏi; xem: lienthong match review list\n"
                                     : " questions; see: lienthong match review list\n");
    }
    return ending(line, trial, asked == 0 ? Exit::done : Exit::attention);
  }
  if (line.json) {
    line.out << json::serialize(pairs) << '\n';
  } else {
    print_pairs(line.out, pairs, arguments.why, line.vietnamese());
  }
  return ending(line, trial, pairs.empty() ? Exit::done : Exit::attention);
}

void add_model(CLI::App& command, MatchArguments& arguments) {
  command.add_option("--model", arguments.model, "A name in config/identity, or a file that ends in .yaml")
      ->capture_default_str();
}

void add_file(CLI::App& command, MatchArguments& arguments) {
  command.add_option("file", arguments.file, "Comma-separated text whose first line names the columns")->required();
}

}  // namespace

void add_match(CLI::App& parser, CommandLine& line) {
  auto* match = parser.add_subcommand("match", "Which records mean the same person: how well, by what weights, which");
  match->require_subcommand(1);
  auto arguments = std::make_shared<MatchArguments>();
  const auto add = [&](const char* name, const char* purpose, Exit (*run)(CommandLine&, const MatchArguments&)) {
    auto* command = match->add_subcommand(name, purpose);
    add_model(*command, *arguments);
    command->callback(
        [&line, arguments, run] { line.action = [&line, arguments, run] { return run(line, *arguments); }; });
    return command;
  };
  auto* measured = add("evaluate", "Precision, recall and F1 against a known truth", evaluate);
  add_file(*measured, *arguments);
  measured->add_option("--wrong", arguments->wrong, "So many wrong pairs of each sort are explained")
      ->capture_default_str();
  measured->footer(
      "Examples:\n  lienthong-twins people --people 20000 --out people.csv\n"
      "  lienthong match evaluate people.csv --wrong 5");
  add_file(*add("estimate", "Weights from a file's records, to be written into a model", estimate), *arguments);
  auto* found = add("find", "Rows of the store that may be the same person; none is merged", find_same);
  found->add_option("--limit", arguments->limit, "So many pairs at most, the likeliest first")->capture_default_str();
  found->add_flag("--why", arguments->why, "With the weights of each pair");
  found->add_flag("--ask", arguments->ask, "Each pair becomes a question that waits for a person");
  add_judgements(*match, line);
  add_review(*match, line);
}

}  // namespace lt::app
