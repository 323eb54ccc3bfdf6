// lienthong status and lienthong report: how synchronisation stands, at a glance and as a document.
#include "app/command_line.hpp"
#include "base/timestamp.hpp"
#include "report/render.hpp"
#include "report/store_source.hpp"
#include "sync/summary_groups.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <ostream>

namespace lt::app {
namespace {

constexpr Milliseconds day = 86'400'000;

struct ReportArguments {
  std::string format = "text";
  std::string output;
  std::string from;
  std::string to;
};

// Rows that cannot be counted wait elsewhere already, as what they came with is mended.
std::vector<report::Watch> watches(CommandLine& line, const store::Store& store) {
  std::vector<report::Watch> all;
  for (const auto& [name, summary] : line.configuration().summaries()) {
    if (!summary->watched()) continue;
    report::Watch& watch = all.emplace_back(report::Watch{name, summary->label(), 0, {}});
    mapping::Tally tally(summary, line.clock.now());
    sync::count_rows(*summary, store, tally, [](store::RowId, const model::Reason&) {}, {});
    for (const auto& group : tally.groups()) {
      const std::int64_t count = boost::json::parse(group.json).at("count").to_number<std::int64_t>();
      watch.groups.emplace_back(group.key, count);
      watch.count += count;
    }
    std::ranges::stable_sort(watch.groups, std::ranges::greater{}, [](const auto& group) { return group.second; });
  }
  return all;
}

report::SyncStatus status_of(CommandLine& line, report::Period period) {
  const Configuration& configuration = line.configuration();
  std::map<std::string, model::Label> labels;
  for (const auto& [name, system] : configuration.systems()) labels.emplace(name, system.definition.label);
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  report::ReportSource source = read_source({configuration.flows(), labels}, reader, period, line.clock.now());
  source.watches = watches(line, store);
  return compute(source);
}

std::shared_ptr<const schedule::TimeZone> vietnam() { return schedule::TimeZone::find("Asia/Ho_Chi_Minh"); }

Exit exit_of(const report::SyncStatus& status) {
  return status.verdict == report::Verdict::good ? Exit::done : Exit::attention;
}

Exit show_status(CommandLine& line) {
  const Milliseconds now = line.clock.now();
  const report::SyncStatus status = status_of(line, {now - day, now + 1});
  const report::Texts& texts = line.configuration().texts();
  const auto zone = vietnam();
  if (line.json) {
    line.out << render_json(status, texts, *zone) << '\n';
    return exit_of(status);
  }
  const report::Edition edition{texts, line.vietnamese() ? report::Language::vi : report::Language::en, *zone};
  line.out << render_text(flows_table(status, edition));
  if (const report::Table found = watches_table(status, edition); !found.rows.empty()) line.out << render_text(found);
  line.out << verdict_text(status, edition) << '\n';
  return exit_of(status);
}

// The local midnight with which a day "YYYY-MM-DD" begins.
Milliseconds start_of(const std::string& date, const char* option) {
  if (const auto moment = from_canonical_timestamp(date + "T00:00:00+07:00")) return *moment;
  throw Error(ErrorKind::unsupported, std::string(option) + " takes a day like 2026-11-21, not '" + date + "'");
}

report::Period period_of(const ReportArguments& arguments, Milliseconds now) {
  const Milliseconds today = now - (now + vietnam_offset_ms) % day;
  report::Period period{today, now + 1};
  if (!arguments.from.empty()) period.from = start_of(arguments.from, "--from");
  if (!arguments.to.empty()) period.to = start_of(arguments.to, "--to") + day;
  if (period.from >= period.to) throw Error(ErrorKind::unsupported, "--from must not be later than --to");
  return period;
}

std::string rendered(const report::SyncStatus& status, const ReportArguments& arguments, CommandLine& line) {
  const report::Texts& texts = line.configuration().texts();
  const auto zone = vietnam();
  const report::Edition edition{texts, line.vietnamese() ? report::Language::vi : report::Language::en, *zone};
  if (line.json || arguments.format == "json") return render_json(status, texts, *zone) + "\n";
  const report::Document document = write_document(status, edition);
  return arguments.format == "html" ? render_html(document, edition) : render_text(document);
}

Exit write_report(CommandLine& line, const ReportArguments& arguments) {
  const report::SyncStatus status = status_of(line, period_of(arguments, line.clock.now()));
  const std::string text = rendered(status, arguments, line);
  if (arguments.output.empty()) {
    line.out << text;
    return exit_of(status);
  }
  std::ofstream file(arguments.output, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw Error(ErrorKind::failed, "the report cannot be written to " + arguments.output);
  line.out << arguments.output << '\n';
  return exit_of(status);
}

}  // namespace

void add_status(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("status", "What is late or broken, and why, at a glance");
  command->footer("Example: lienthong status");
  command->callback([&line] { line.action = [&line] { return show_status(line); }; });
}

void add_report(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("report", "The sync-status report of a period");
  auto arguments = std::make_shared<ReportArguments>();
  command->add_option("--format", arguments->format, "text, html or json")
      ->check(CLI::IsMember({"text", "html", "json"}))
      ->capture_default_str();
  command->add_option("--output", arguments->output, "Write to this file instead of the terminal");
  command->add_option("--from", arguments->from, "First day, YYYY-MM-DD; today where not given");
  command->add_option("--to", arguments->to, "Last day, YYYY-MM-DD; until now where not given");
  command->footer(
      "Examples:\n  lienthong report\n  lienthong report --format html --output bao_cao.html --from 2026-11-01");
  command->callback(
      [&line, arguments] { line.action = [&line, arguments] { return write_report(line, *arguments); }; });
}

}  // namespace lt::app
