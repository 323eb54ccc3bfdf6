// lienthong store: the canonical store itself, to compare and to verify.
#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

Exit dump(CommandLine& line, const std::vector<std::string>& entities) {
  const store::Store store = line.open_store(store::Access::read_only);
  std::vector<int> positions;
  positions.reserve(entities.size());
  for (const auto& entity : entities) positions.push_back(store.entity(entity));
  store.reader().dump(line.out, positions, line.json ? store::DumpFormat::json : store::DumpFormat::lines);
  return Exit::done;
}

Exit check(CommandLine& line) {
  const store::Store store = line.open_store(store::Access::read_only);
  const store::CheckReport report = store.reader().check();
  if (line.json) {
    json::array problems(report.problems.begin(), report.problems.end());
    line.out << json::serialize(json::object{{"rows", report.rows},
                                             {"source_records", report.source_records},
                                             {"problems", std::move(problems)}})
             << '\n';
  } else {
    for (const auto& problem : report.problems) line.out << problem << '\n';
    line.out << report.rows << " rows, " << report.source_records << " source records, " << report.problems.size()
             << " problem(s)\n";
  }
  return report.problems.empty() ? Exit::done : Exit::attention;
}

}  // namespace

void add_store(CLI::App& parser, CommandLine& line) {
  auto* store = parser.add_subcommand("store", "The canonical store");
  store->require_subcommand(1);

  auto* dump_command = store->add_subcommand("dump", "Print every canonical row, the same for equal stores");
  auto entities = std::make_shared<std::vector<std::string>>();
  dump_command->add_option("entity", *entities, "Only these entities");
  dump_command->footer("Example: lienthong store dump person | sha256sum");
  dump_command->callback([&line, entities] { line.action = [&line, entities] { return dump(line, *entities); }; });

  auto* check_command = store->add_subcommand("check", "Fold every row again from its source records and compare");
  check_command->footer("Example: lienthong store check");
  check_command->callback([&line] { line.action = [&line] { return check(line); }; });
}

}  // namespace lt::app
