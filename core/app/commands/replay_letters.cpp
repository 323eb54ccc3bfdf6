// lienthong dead-letters replay: sends letters again in their original order, through today's mapping, at a pace.
#include "app/command_line.hpp"
#include "app/flow_runner.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ReplayArguments {
  LetterChoice choice;
  std::string payload;
  int rate = sync::usual_rate;
  bool everywhere = false;
  std::string who = acting_person();
};

using Ids = std::vector<std::int64_t>;

// Of the flow's letters that still wait.
std::vector<store::DeadLetter> waiting(store::Reader& reader, std::span<const std::int64_t> ids) {
  std::vector<store::DeadLetter> letters;
  letters.reserve(ids.size());
  for (const auto id : ids) {
    auto letter = reader.dead_letter(id);
    if (letter && letter->state == store::LetterState::waiting) letters.push_back(std::move(*letter));
  }
  return letters;
}

// Gives letters out stretch by stretch; passes over those that no key opens.
class Queue {
 public:
  Queue(store::Reader reader, const Ids& ids) : reader_(std::move(reader)), left_(ids) {}

  std::vector<store::DeadLetter> next(std::size_t most) {
    std::vector<store::DeadLetter> letters;
    while (letters.empty() && !left_.empty()) {
      const auto taken = left_.first(std::min(most, left_.size()));
      left_ = left_.subspan(taken.size());
      letters = waiting(reader_, taken);
      std::erase_if(letters, [&](const store::DeadLetter& letter) {
        if (!letter.unreadable.empty()) unreadable_ = letter.unreadable;
        return !letter.unreadable.empty();
      });
    }
    return letters;
  }
  const std::string& unreadable() const { return unreadable_; }

 private:
  store::Reader reader_;
  std::span<const std::int64_t> left_;
  std::string unreadable_;
};

class Replaying {
 public:
  Replaying(CommandLine& line, store::Store& store, const ReplayArguments& arguments)
      : line_(line),
        store_(store),
        configuration_(line.configuration()),
        runner_(configuration_, line.clock),
        stop_(line.stop()),
        pace_(sync::real_pace(arguments.rate, stop_)) {}

  void flow(const std::string& name, const Ids& ids) {
    const sync::FlowDefinition& flow = configuration_.flow(name);
    if (flow.direction == sync::Direction::out) return out(flow, ids);
    if (flow.direction == sync::Direction::in) return in(flow, ids);
    // What the hub concludes is made of its own rows: all of them are read again, known ones cost a look-up.
    tell(flow, runner_.run(flow, store_, {.trigger = "replay", .from_the_start = true, .progress = {}}, stop_));
  }

  Exit end() {
    if (line_.json) line_.out << json::serialize(results_) << '\n';
    return exit_;
  }

 private:
  void in(const sync::FlowDefinition& flow, const Ids& ids) {
    Queue queue(store_.reader(), ids);
    tell(flow, sync::replay_in(
                   flow, configuration_.mappings().in(flow.mapping), [&](std::size_t most) { return queue.next(most); },
                   store_, pace_, stop_));
    if (queue.unreadable().empty()) return;
    line_.err << "lienthong: not every letter could be read and sent again: " << queue.unreadable() << '\n';
    if (exit_ == Exit::done) exit_ = Exit::attention;
  }

  // A run a stretch: what is not its turn yet stays a letter, whatever happens meanwhile.
  void out(const sync::FlowDefinition& flow, std::span<const std::int64_t> ids) {
    store::Reader reader = store_.reader();
    while (!ids.empty() && !stop_.stop_requested()) {
      const auto taken = ids.first(std::min(pace_.at_once(), ids.size()));
      ids = ids.subspan(taken.size());
      sync::requeue_out(flow, waiting(reader, taken), store_, line_.clock);
      const sync::RunResult result = runner_.run(flow, store_, {.trigger = "replay", .progress = {}}, stop_);
      tell(flow, result);
      if (result.error) return;
      if (!ids.empty()) pace_.wait(pace_.time_of(taken.size()));
    }
  }

  void tell(const sync::FlowDefinition& flow, const sync::RunResult& result) {
    if (line_.json) {
      results_.push_back(to_json(result, flow));
    } else {
      print(line_.out, result, flow, line_.vietnamese());
    }
    if (result.error) exit_ = exit_for(*result.error);
    if (exit_ == Exit::done && result.counts.dead > 0) exit_ = Exit::attention;
  }

  CommandLine& line_;
  store::Store& store_;
  const Configuration& configuration_;
  FlowRunner runner_;
  std::stop_token stop_;
  sync::Pace pace_;
  json::array results_;
  Exit exit_ = Exit::done;
};

// Letters by flow, in their order; everywhere: with those of the same rows that wait on the way to other systems.
std::map<std::string, Ids> by_flow(const Ids& ids, const ReplayArguments& arguments, store::Reader& reader) {
  std::map<std::string, Ids> flows;
  const bool everywhere = arguments.everywhere;
  if (ids.empty()) return flows;
  if (arguments.choice.ids.empty() && !everywhere) {  // a flow's or a cause's are of one flow
    flows[letter_of(reader, ids.front()).flow] = ids;
    return flows;
  }
  std::set<std::int64_t> taken;
  for (const auto id : ids) {
    const store::DeadLetter letter = letter_of(reader, id);
    if (taken.insert(id).second) flows[letter.flow].push_back(id);
    if (!everywhere || letter.row == 0) continue;
    for (const auto& other : reader.dead_letters({.row = letter.row}))
      if (taken.insert(other.id).second) flows[other.flow].push_back(other.id);
  }
  return flows;
}

// Throws, and changes nothing, where today's mapping refuses what the person made of the record.
void mend_from_file(const ReplayArguments& arguments, store::Store& store, CommandLine& line) {
  const std::string record = record_in(arguments.payload);
  const std::int64_t id = arguments.choice.ids.front();
  store::Reader reader = store.reader();
  const store::DeadLetter letter = letter_of(reader, id);
  refuse_mended(letter, record, line);
  store::Transaction transaction = store.begin();
  transaction.mend_dead_letter(id, record, arguments.who);
  transaction.commit();
}

Exit replay(CommandLine& line, const ReplayArguments& arguments) {
  const Configuration& configuration = line.configuration_with_secrets();
  store::Store store = line.open_store(store::Access::command);
  std::map<std::string, Ids> flows;
  {
    store::Reader reader = store.reader();
    for (const auto id : arguments.choice.ids) require_readable(letter_of(reader, id));
    flows = by_flow(chosen(arguments.choice, configuration, reader), arguments, reader);
  }
  if (!arguments.payload.empty()) mend_from_file(arguments, store, line);
  Replaying replaying(line, store, arguments);
  for (const auto& [name, ids] : flows) replaying.flow(name, ids);
  return replaying.end();
}

}  // namespace

void add_replay(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("replay", "Send dead letters again, mended or as they are");
  auto arguments = std::make_shared<ReplayArguments>();
  LetterChoice& choice = arguments->choice;
  auto* ids = command->add_option("id", choice.ids, "Their numbers");
  auto* flow = command->add_option("--flow", choice.flow, "All that wait of this flow")->excludes(ids);
  command->add_option("--reason", choice.reason, "With --flow: only with this reason's code")->needs(flow);
  command->add_option("--cause", choice.cause, "All that wait of this cause, as 'dead-letters causes' names it")
      ->excludes(ids)
      ->excludes(flow);
  command->add_option("--payload", arguments->payload, "File with the mended record, for one number")->needs(ids);
  command->add_option("--rate", arguments->rate, "At most so many a second")
      ->check(CLI::Range(1, sync::highest_rate))
      ->capture_default_str();
  command->add_flag("--everywhere", arguments->everywhere,
                    "Of letters on their way out: to every system for which the same row waits");
  command->add_option("--by", arguments->who, "Who mended the record; kept with the letter")->capture_default_str();
  command->footer(
      "Examples:\n  lienthong dead-letters replay 12 --payload mended.json\n  lienthong dead-letters replay --cause "
      "3f09c2d17a --rate 50\n  lienthong dead-letters replay --flow ministry_lists --reason unknown_vaccine");
  command->callback([&line, arguments] {
    const LetterChoice& chosen = arguments->choice;
    if (chosen.ids.empty() && chosen.flow.empty() && chosen.cause.empty())
      throw CLI::RequiredError("a number, --flow or --cause");
    if (!arguments->payload.empty() && chosen.ids.size() != 1)
      throw CLI::ValidationError("--payload", "is for exactly one dead letter");
    line.action = [&line, arguments] { return replay(line, *arguments); };
  });
}

}  // namespace lt::app
