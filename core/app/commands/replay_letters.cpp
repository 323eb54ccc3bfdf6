// lienthong dead-letters replay: sends letters again in their original order, through today's mapping, at a pace.
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/replaying.hpp"
#include "app/run_text.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ReplayArguments {
  ReplayOrder order;
  std::string payload;
  std::string who = acting_person();
};

// Tells of each run as it ends, and keeps the worst of the exits.
class Telling {
 public:
  explicit Telling(CommandLine& line) : line_(line) {}

  void run(const sync::FlowDefinition& flow, const sync::RunResult& result) {
    if (line_.json) {
      results_.push_back(to_json(result, flow));
    } else {
      print(line_.out, result, flow, line_.vietnamese());
    }
    if (result.error) exit_ = exit_for(*result.error);
    if (exit_ == Exit::done && result.counts.dead > 0) exit_ = Exit::attention;
  }
  void unreadable(const std::string& why) {
    line_.err << "lienthong: not every letter could be read and sent again: " << why << '\n';
    if (exit_ == Exit::done) exit_ = Exit::attention;
  }
  Exit end() {
    if (line_.json) line_.out << json::serialize(results_) << '\n';
    return exit_;
  }

 private:
  CommandLine& line_;
  json::array results_;
  Exit exit_ = Exit::done;
};

// Throws, and changes nothing, where today's mapping refuses what the person made of the record.
void mend_from_file(const ReplayArguments& arguments, store::Store& store, CommandLine& line) {
  const std::string record = record_in(arguments.payload);
  const std::int64_t id = arguments.order.choice.ids.front();
  store::Reader reader = store.reader();
  const store::DeadLetter letter = letter_of(reader, id);
  refuse_mended(letter, record, line.configuration());
  store::Transaction transaction = store.begin();
  transaction.mend_dead_letter(id, record, arguments.who);
  transaction.commit();
}

Exit replay(CommandLine& line, const ReplayArguments& arguments) {
  const Configuration& configuration = line.configuration_with_secrets();
  store::Store store = line.open_store(store::Access::command);
  const ReplayPlan plan = [&] {
    store::Reader reader = store.reader();
    return plan_replay(arguments.order, configuration, reader);
  }();
  if (!arguments.payload.empty()) mend_from_file(arguments, store, line);
  const FlowRunner runner(configuration, line.clock);
  Telling telling(line);
  replay_letters(plan, {configuration, runner, store, line.clock}, arguments.order.rate,
                 {.run = [&](const auto& flow, const auto& result) { telling.run(flow, result); },
                  .unreadable = [&](const std::string& why) { telling.unreadable(why); }},
                 line.stop());
  const Exit exit = telling.end();
  return line.stop().stop_requested() ? Exit::cancelled : exit;
}

}  // namespace

void add_replay(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("replay", "Send dead letters again, mended or as they are");
  auto arguments = std::make_shared<ReplayArguments>();
  LetterChoice& choice = arguments->order.choice;
  auto* ids = command->add_option("id", choice.ids, "Their numbers");
  auto* flow = command->add_option("--flow", choice.flow, "All that wait of this flow")->excludes(ids);
  command->add_option("--reason", choice.reason, "With --flow: only with this reason's code")->needs(flow);
  command->add_option("--cause", choice.cause, "All that wait of this cause, as 'dead-letters causes' names it")
      ->excludes(ids)
      ->excludes(flow);
  command->add_option("--payload", arguments->payload, "File with the mended record, for one number")->needs(ids);
  command->add_option("--rate", arguments->order.rate, "At most so many a second")
      ->check(CLI::Range(1, sync::highest_rate))
      ->capture_default_str();
  command->add_flag("--everywhere", arguments->order.everywhere,
                    "Of letters on their way out: to every system for which the same row waits");
  command->add_option("--by", arguments->who, "Who mended the record; kept with the letter")->capture_default_str();
  command->footer(
      "Examples:\n  lienthong dead-letters replay 12 --payload mended.json\n  lienthong dead-letters replay --cause "
      "3f09c2d17a --rate 50\n  lienthong dead-letters replay --flow ministry_lists --reason unknown_vaccine");
  command->callback([&line, arguments] {
    const LetterChoice& chosen = arguments->order.choice;
    if (chosen.ids.empty() && chosen.flow.empty() && chosen.cause.empty())
      throw CLI::RequiredError("a number, --flow or --cause");
    if (!arguments->payload.empty() && chosen.ids.size() != 1)
      throw CLI::ValidationError("--payload", "is for exactly one dead letter");
    line.action = [&line, arguments] { return replay(line, *arguments); };
  });
}

}  // namespace lt::app
