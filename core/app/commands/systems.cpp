// lienthong systems: the partners as configured, and whether each can be reached now.
#include "app/command_line.hpp"
#include "app/system_check.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

json::object check_row(const System& system, const FlowRunner& runner, CommandLine& line) {
  const SystemCheck found = check_system(system, runner, line.stop());
  json::object row{{"system", system.definition.name},
                   {"label", line.vietnamese() ? system.definition.label.vi : system.definition.label.en},
                   {"connector", system.definition.connector},
                   {"isolation", system.definition.in_runner ? "process" : "in_process"},
                   {"reachable", found.reachable ? json::value(*found.reachable) : json::value()},
                   {"state", found.state}};
  if (!found.message.empty()) row["message"] = found.message;
  return row;
}

Exit check_all(CommandLine& line, const std::string& name) {
  const Configuration& configuration = line.configuration_with_secrets();
  const FlowRunner runner(configuration, line.clock);
  json::array rows;
  bool all = true;
  for (const auto& [system_name, system] : configuration.systems()) {
    if (!name.empty() && configuration.system(name).definition.name != system_name) continue;
    rows.push_back(check_row(system, runner, line));
    all = all && rows.back().at("reachable") != false;
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {{"system", "Hệ thống", "System"},
                                         {"connector", "Bộ kết nối", "Connector"},
                                         {"isolation", "Cách ly", "Isolation"},
                                         {"state", "Tình trạng", "State"},
                                         {"message", "Lý do", "Why"}};
    print_table(line.out, rows, columns, line.vietnamese(), 120);
  }
  return all ? Exit::done : Exit::unavailable;
}

}  // namespace

void add_systems(CLI::App& parser, CommandLine& line) {
  auto* systems = parser.add_subcommand("systems", "The partner systems");
  systems->require_subcommand(1);
  auto* command =
      systems->add_subcommand("check", "Reach each system that is enabled (or one) without changing anything there");
  auto name = std::make_shared<std::string>();
  command->add_option("system", *name, "Only this one");
  command->footer("Examples:\n  lienthong systems check\n  lienthong systems check national_vaccination --json");
  command->callback([&line, name] { line.action = [&line, name] { return check_all(line, *name); }; });
}

}  // namespace lt::app
