// lienthong validate: everything that is wrong with a configuration, at once, with file, line and the right name.
#include "app/checked_configuration.hpp"
#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

boost::json::object verdict_json(const Configuration& configuration, const std::vector<Violation>& violations) {
  boost::json::array list;
  for (const auto& v : violations) list.push_back({{"file", v.file}, {"line", v.line}, {"message", v.message}});
  return {{"config", configuration.folder().string()},
          {"valid", violations.empty()},
          {"violations", std::move(list)},
          {"systems", configuration.systems().size()},
          {"flows", configuration.flows().size()},
          {"entities", configuration.model().entities().size()}};
}

Exit validate(CommandLine& line) {
  const auto configuration = check_whole(line.config, line.clock);
  const Violations& violations = configuration->violations();
  if (line.json) {
    line.out << boost::json::serialize(verdict_json(*configuration, violations.list())) << '\n';
  } else if (violations.empty()) {
    line.out << "valid: " << configuration->systems().size() << " systems, " << configuration->flows().size()
             << " flows, " << configuration->model().entities().size()
             << " entities; every mapping's examples give what they should\n";
  } else {
    violations.raise();
  }
  return violations.empty() ? Exit::done : Exit::misconfigured;
}

}  // namespace

void add_validate(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("validate", "Check the configuration and run every mapping's examples");
  command->footer("Example: lienthong --config config validate");
  command->callback([&line] { line.action = [&line] { return validate(line); }; });
}

}  // namespace lt::app
