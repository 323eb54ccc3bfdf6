// lienthong flows: what is configured, when it runs, how it stood last.
#include "app/command_line.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "schedule/plan.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

json::object to_json(const sync::FlowDefinition& flow, const std::optional<store::Run>& last, const Clock& clock,
                     bool vietnamese) {
  const schedule::Plan plan = schedule::Plan::read(flow);
  const model::Label words = schedule::describe(plan);
  json::array next;
  for (const auto time : plan.next_times(clock.now(), 5))
    if (!flow.switched_off) next.push_back(json::string(schedule::local_text(plan, time)));
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
                      {"next_one", flow.switched_off ? json::value(vietnamese ? "(hệ thống tắt)" : "(system off)")
                                   : next.empty()    ? json::value()
                                                     : next.front()}};
  if (last) {
    object["last_run"] = last->id;
    object["last_state"] = to_string(last->state);
    object["last_started"] = timestamp_text(last->started);
  }
  return object;
}

Exit list(CommandLine& line) {
  const Configuration& configuration = line.configuration();
  std::optional<store::Store> store;
  if (configuration.hub().has_store()) store.emplace(line.open_store(store::Access::read_only));
  json::array rows;
  for (const auto& flow : configuration.flows()) {
    const auto last = store ? store->reader().last_run(flow.name) : std::nullopt;
    rows.push_back(to_json(flow, last, line.clock, line.vietnamese()));
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

}  // namespace

void add_flows(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("flows", "List the flows: when each runs next, how it stood last");
  command->footer("Example: lienthong flows --json");
  command->callback([&line] { line.action = [&line] { return list(line); }; });
}

}  // namespace lt::app
