// lienthong flows: what is configured, when it runs, how it stood last.
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "schedule/plan.hpp"
#include "sync/flow_pause.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

// What the store knows of a flow; of a hub that never ran, nothing.
struct Known {
  std::optional<store::Run> last;
  std::optional<sync::PauseWord> pause;
};

Known known_of(const std::optional<store::Store>& store, const std::string& flow) {
  if (!store) return {};
  store::Reader reader = store->reader();
  return {reader.last_run(flow), sync::pause_of(reader, flow)};
}

std::string resting(const sync::FlowDefinition& flow, const Known& known, bool vietnamese) {
  if (flow.switched_off) return vietnamese ? "(hệ thống tắt)" : "(system off)";
  if (known.pause) return (vietnamese ? "(tạm dừng: " : "(paused: ") + in_words(*known.pause) + ")";
  return {};
}

json::object flow_json(const sync::FlowDefinition& flow, const Known& known, const Clock& clock, bool vietnamese) {
  const schedule::Plan plan = schedule::Plan::read(flow);
  const model::Label words = schedule::describe(plan);
  json::array next;
  for (const auto time : plan.next_times(clock.now(), 5))
    if (!flow.switched_off && !known.pause) next.push_back(json::string(schedule::local_text(plan, time)));
  json::object object{{"flow", flow.name},
                      {"label", vietnamese ? flow.label.vi : flow.label.en},
                      {"direction", to_string(flow.direction)},
                      {"system", flow.system},
                      {"stream", flow.stream},
                      {"mapping", flow.mapping},
                      {"from", flow.from.empty() ? json::value() : json::value(flow.from)},
                      {"schedule", vietnamese ? words.vi : words.en},
                      {"paused", flow.paused},
                      {"switched_off", flow.switched_off},
                      {"receives", flow.receives()},
                      {"next", next},
                      {"next_one", next.empty() ? json::value() : next.front()}};
  if (const std::string why = resting(flow, known, vietnamese); !why.empty()) object["next_one"] = why;
  if (known.pause)
    object["pause"] = json::object{
        {"since", timestamp_text(known.pause->at)}, {"by", known.pause->who}, {"reason", known.pause->reason}};
  if (known.last) {
    object["last_run"] = known.last->id;
    object["last_state"] = to_string(known.last->state);
    object["last_started"] = timestamp_text(known.last->started);
  }
  return object;
}

Exit list_flows(CommandLine& line) {
  const Configuration& configuration = line.configuration();
  std::optional<store::Store> store;
  if (configuration.hub().has_store()) store.emplace(line.open_store(store::Access::read_only));
  json::array rows;
  for (const auto& flow : configuration.flows()) {
    rows.push_back(flow_json(flow, known_of(store, flow.name), line.clock, line.vietnamese()));
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"flow", "Luồng", "Flow"},
                                       {"direction", "Chiều", "Direction"},
                                       {"system", "Hệ thống", "System"},
                                       {"stream", "Dòng dữ liệu", "Stream"},
                                       {"schedule", "Lịch", "Schedule"},
                                       {"next_one", "Lần tới", "Next"},
                                       {"last_started", "Lần cuối", "Last run"},
                                       {"last_state", "Kết quả", "State"}};
  print_table(line.out, rows, columns, line.vietnamese(), 40);
  return Exit::done;
}

struct RestArguments {
  std::string flow;
  std::string reason;
  std::string who = acting_person();
};

Exit told(CommandLine& line, const RestArguments& arguments, const char* vi, const char* en) {
  if (line.json) {
    line.out << json::serialize(json::object{{"flow", arguments.flow}, {"done", en}}) << '\n';
  } else {
    line.out << arguments.flow << ": " << (line.vietnamese() ? vi : en) << '\n';
  }
  return Exit::done;
}

Exit pause(CommandLine& line, const RestArguments& arguments) {
  const sync::FlowDefinition& flow = line.configuration().flow(arguments.flow);
  store::Store store = line.open_store(store::Access::command);
  sync::pause_flow(store, flow,
                   {.paused = true, .at = line.clock.now(), .who = arguments.who, .reason = arguments.reason});
  return told(line, arguments, "đã tạm dừng", "paused");
}

Exit resume(CommandLine& line, const RestArguments& arguments) {
  const sync::FlowDefinition& flow = line.configuration().flow(arguments.flow);
  store::Store store = line.open_store(store::Access::command);
  sync::resume_flow(store, flow, arguments.who, line.clock.now());
  return told(line, arguments, "đã cho chạy tiếp", "resumed");
}

void add_pause(CLI::App& flows, CommandLine& line) {
  auto* command =
      flows.add_subcommand("pause", "Start no more runs of a flow by its schedule, also in a hub that serves");
  auto arguments = std::make_shared<RestArguments>();
  command->add_option("flow", arguments->flow, "Its name")->required();
  command->add_option("--reason", arguments->reason, "Why; shown until it is resumed")->required();
  command->add_option("--by", arguments->who, "Who pauses it")->capture_default_str();
  command->footer("Example: lienthong flows pause portal_injections --reason 'the portal is being moved'");
  command->callback([&line, arguments] {
    if (says_nothing(arguments->reason)) throw CLI::ValidationError("--reason", "says nothing");
    line.action = [&line, arguments] { return pause(line, *arguments); };
  });
}

void add_resume(CLI::App& flows, CommandLine& line) {
  auto* command = flows.add_subcommand("resume", "Let a flow go on that a person or the hub itself paused");
  auto arguments = std::make_shared<RestArguments>();
  command->add_option("flow", arguments->flow, "Its name")->required();
  command->add_option("--by", arguments->who, "Who says so")->capture_default_str();
  command->footer("Example: lienthong flows resume portal_injections");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return resume(line, *arguments); }; });
}

}  // namespace

void add_flows(CLI::App& parser, CommandLine& line) {
  auto* command =
      parser.add_subcommand("flows", "List the flows: when each runs next, how it stood last; pause and resume them");
  command->footer("Example: lienthong flows --json");
  command->require_subcommand(0, 1);
  command->callback([&line, command] {
    if (command->get_subcommands().empty()) line.action = [&line] { return list_flows(line); };
  });
  add_pause(*command, line);
  add_resume(*command, line);
}

}  // namespace lt::app
