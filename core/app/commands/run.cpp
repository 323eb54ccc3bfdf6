// lienthong run: one run of each of some flows now, in their order, or a rehearsal of it.
#include "app/command_line.hpp"
#include "app/flow_runner.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <unistd.h>

#include <chrono>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace lt::app {
namespace {

namespace json = boost::json;

struct RunArguments {
  std::vector<std::string> flows;
  bool dry_run = false;
  bool from_the_start = false;
  std::size_t records = 10'000;
  std::size_t samples = 20;
};

// A line that moves, on a terminal only, ten times a second at most.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& out) : out_(out), terminal_(isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() {
    if (shown_) out_ << "\r\033[K";
  }

  void show(const store::Counts& counts, sync::Direction direction) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
    const auto done = direction == sync::Direction::out ? counts.due : counts.read;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    out_ << "\r\033[K" << done << " records, " << static_cast<std::int64_t>(static_cast<double>(done) / seconds)
         << " a second" << std::flush;
    last_ = now;
    shown_ = true;
  }

 private:
  std::ostream& out_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_;
};

// What became of one flow: its exit, and with --json its document.
struct Ran {
  Exit exit = Exit::done;
  json::object document;
};

Ran rehearse(CommandLine& line, const RunArguments& arguments, const FlowRunner& runner,
             const sync::FlowDefinition& flow, store::Store& store) {
  const FlowDryRun dry = runner.dry_run(flow, store, arguments.records, arguments.samples, line.stop());
  const bool stopped = dry.error == ErrorKind::cancelled;
  Ran ran{dry.message.empty() ? Exit::done : stopped ? Exit::cancelled : Exit::unavailable, {}};
  if (line.json) {
    ran.document = to_json(dry, flow.direction);
  } else {
    print(line.out, dry, flow.direction, line.vietnamese());
  }
  return ran;
}

Ran run_one(CommandLine& line, const RunArguments& arguments, const FlowRunner& runner,
            const sync::FlowDefinition& flow, store::Store& store) {
  sync::RunResult result;
  const auto begin = std::chrono::steady_clock::now();
  {
    ProgressLine progress(line.err);
    result = runner.run(flow, store,
                        {.trigger = "hand",
                         .from_the_start = arguments.from_the_start,
                         .progress = [&](const store::Counts& counts) { progress.show(counts, flow.direction); }},
                        line.stop());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  Ran ran;
  if (line.json) {
    ran.document = to_json(result, flow);
    ran.document["seconds"] = took.count();
  } else {
    print(line.out, result, flow, line.vietnamese());
  }
  if (result.error) {
    ran.exit = exit_for(*result.error);
  } else if (result.counts.dead + result.counts.pending > 0) {
    ran.exit = Exit::attention;
  }
  return ran;
}

// What stopped a flow counts more than what waits for a person; of two that stopped, the first.
Exit worse(Exit one, Exit other) {
  const auto weight = [](Exit exit) { return exit == Exit::done ? 0 : exit == Exit::attention ? 1 : 2; };
  return weight(other) > weight(one) ? other : one;
}

Exit run(CommandLine& line, const RunArguments& arguments) {
  const Configuration& configuration = line.configuration_with_secrets();
  std::vector<const sync::FlowDefinition*> flows;
  flows.reserve(arguments.flows.size());
  for (const auto& name : arguments.flows) flows.push_back(&configuration.flow(name));
  const FlowRunner runner(configuration, line.clock);
  store::Store store = line.open_store(store::Access::command);
  Exit exit = Exit::done;
  json::array documents;
  for (const auto* flow : flows) {
    if (line.stop().stop_requested()) break;
    Ran ran = arguments.dry_run ? rehearse(line, arguments, runner, *flow, store)
                                : run_one(line, arguments, runner, *flow, store);
    exit = worse(exit, ran.exit);
    if (line.json) documents.push_back(std::move(ran.document));
  }
  if (line.json && flows.size() == 1 && !documents.empty()) line.out << json::serialize(documents.front()) << '\n';
  if (line.json && flows.size() != 1) line.out << json::serialize(documents) << '\n';
  return exit;
}

}  // namespace

void add_run(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("run", "Run a flow now, or several in their order");
  auto arguments = std::make_shared<RunArguments>();
  command->add_option("flow", arguments->flows, "Names of flows; one that fails stops no other")->required();
  command->add_flag("--dry-run", arguments->dry_run, "Show what would change; store and send nothing");
  command->add_flag("--from-the-start", arguments->from_the_start,
                    "In-flows and derive flows: read everything again, not only changes");
  command->add_option("--records", arguments->records, "Dry run: stop after so many")->capture_default_str();
  command->add_option("--samples", arguments->samples, "Dry run: show so many")->capture_default_str();
  command->footer(
      "Examples:\n  lienthong run portal_injections\n  lienthong run portal_injections --dry-run --samples 5\n  "
      "lienthong run app_immunizations --json\n  lienthong run test_samples test_results derived_cases");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return run(line, *arguments); }; });
}

}  // namespace lt::app
