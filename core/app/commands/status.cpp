// lienthong status: how synchronisation stands, at a glance.
#include "app/command_line.hpp"
#include "app/report_maker.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace lt::app {
namespace {

Exit show_status(CommandLine& line) {
  const ReportMaker maker(line.configuration(), line.clock);
  const Milliseconds now = line.clock.now();
  const report::SyncStatus status =
      maker.look(line.open_store(store::Access::read_only), report::Kind::on_demand, report::day_until(now));
  const report::Texts& texts = line.configuration().texts();
  if (line.json) {
    line.out << render_json(seal_figures(status, texts, maker.zone()));
    return exit_for(status);
  }
  const report::Edition edition{texts, line.vietnamese() ? report::Language::vi : report::Language::en, maker.zone()};
  line.out << render_text(flows_table(status, edition));
  if (const report::Table found = watches_table(status, edition); !found.rows.empty()) line.out << render_text(found);
  line.out << verdict_text(status, edition) << '\n';
  return exit_for(status);
}

}  // namespace

void add_status(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("status", "What is late or broken, and why, at a glance");
  command->footer("Example: lienthong status");
  command->callback([&line] { line.action = [&line] { return show_status(line); }; });
}

}  // namespace lt::app
