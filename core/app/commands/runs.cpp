// lienthong runs: what ran, when, what started it, and its ledger.
#include "app/command_line.hpp"
#include "app/named_row.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct RunsArguments {
  std::string what;
  int limit = 20;
};

sync::Direction direction_of(const store::Run& run) {
  return run.direction == store::Direction::out ? sync::Direction::out : sync::Direction::in;
}

json::object run_row(const store::Run& run) {
  return {
      {"run", run.id},
      {"flow", run.flow},
      {"trigger", run.trigger},
      {"started", timestamp_text(run.started)},
      {"ended", run.ended == 0 ? json::value() : json::value(timestamp_text(run.ended))},
      {"seconds", run.ended == 0 ? json::value() : json::value(static_cast<double>(run.ended - run.started) / 1000)},
      {"state", to_string(run.state)},
      {"counts", to_json(run.counts, direction_of(run))},
      {"entities", to_json(run.entities)},
      {"message", run.message}};
}

std::vector<store::Run> chosen_runs(CommandLine& line, const RunsArguments& arguments, store::Reader& reader) {
  const std::string& what = arguments.what;
  if (const auto number = whole_number(what)) {
    auto run = reader.run(*number);
    if (!run) throw Error(ErrorKind::misconfigured, "there is no run " + what + "; 'lienthong runs' lists the latest");
    return {std::move(*run)};
  }
  auto runs = reader.runs({.flow = what, .limit = arguments.limit});
  // A flow that was taken away has its runs still; a name without any may be misspelled.
  if (runs.empty() && !what.empty()) line.configuration().flow(what);
  return runs;
}

Exit list_runs(CommandLine& line, const RunsArguments& arguments) {
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  const auto runs = chosen_runs(line, arguments, reader);
  json::array rows;
  for (const auto& run : runs) {
    rows.push_back(run_row(run));
    if (!line.json) rows.back().as_object()["ledger"] = equation(run.counts, direction_of(run), line.vietnamese());
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"run", "Lượt", "Run", true},         {"flow", "Luồng", "Flow"},
                                       {"trigger", "Do", "Started by"},      {"started", "Bắt đầu", "Started"},
                                       {"seconds", "Giây", "Seconds", true}, {"state", "Kết quả", "State"},
                                       {"ledger", "Đối soát", "Ledger"},     {"message", "Ghi chú", "Message"}};
  print_table(line.out, rows, columns, line.vietnamese(), 100);
  return Exit::done;
}

}  // namespace

void add_runs(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("runs", "List the latest runs with their ledgers, of one flow or of all");
  auto arguments = std::make_shared<RunsArguments>();
  command->add_option("what", arguments->what, "A flow, or the number of one run");
  command->add_option("--limit", arguments->limit, "At most so many")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->footer(
      "Examples:\n  lienthong runs\n  lienthong runs portal_injections --limit 5\n  lienthong runs 17 --json");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return list_runs(line, *arguments); }; });
}

}  // namespace lt::app
