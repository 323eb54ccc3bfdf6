// lienthong dead-letters causes: what waits, by what one remedy mends, and whose turn it is.
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "mapping/responsible.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

json::object cause_json(const store::LetterCount& group, CommandLine& line) {
  const Configuration& configuration = line.configuration();
  const auto language = line.vietnamese() ? report::Language::vi : report::Language::en;
  // Letters may wait on of a flow that was taken away.
  const sync::FlowDefinition* flow = configuration.find_flow(group.flow);
  const bool ours = mapping::who_acts(group.reason_code) == mapping::Actor::hub;
  const report::ReasonText& words = configuration.texts().reason(group.reason_code);
  std::string who = ours || flow == nullptr ? configuration.texts().get("hub_administrator", language)
                                            : in(language, flow->responsible);
  return {{"cause", group.cause.id},
          {"flow", group.flow},
          {"system", flow == nullptr ? std::string() : flow->system},
          {"count", group.count},
          {"oldest", timestamp_text(group.oldest)},
          {"step", group.cause.step},
          {"code", group.reason_code},
          {"field", group.cause.field},
          {"pointer", group.cause.pointer},
          {"pattern", group.cause.pattern},
          {"meaning", in(language, words.meaning)},
          {"actor", ours ? "hub" : "source"},
          {"who", std::move(who)},
          {"action", in(language, words.action)},
          {"example", group.example}};
}

Exit causes(CommandLine& line, const std::string& flow) {
  if (!flow.empty()) line.configuration().flow(flow);
  const store::Store store = line.open_store(store::Access::read_only);
  auto groups = store.reader().dead_letter_counts(flow);
  std::ranges::stable_sort(groups, std::ranges::greater(), &store::LetterCount::count);
  json::array rows;
  for (const auto& group : groups) rows.push_back(cause_json(group, line));
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"cause", "Nguyên nhân", "Cause"},   {"count", "Số bản ghi", "Records", true},
                                       {"oldest", "Chờ từ", "Waits since"}, {"system", "Hệ thống", "System"},
                                       {"flow", "Luồng", "Flow"},           {"meaning", "Ý nghĩa", "Meaning"},
                                       {"field", "Trường", "Field"},        {"pattern", "Chi tiết", "Details"},
                                       {"who", "Ai xử lý", "Who must act"}, {"example", "Ví dụ", "Example", true}};
  print_table(line.out, rows, columns, line.vietnamese(), 40);
  return Exit::done;
}

}  // namespace

void add_causes(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("causes", "What waits, by what one remedy mends; the largest group first");
  auto flow = std::make_shared<std::string>();
  command->add_option("--flow", *flow, "Only of this flow");
  command->footer("Example: lienthong dead-letters causes --flow ministry_lists");
  command->callback([&line, flow] { line.action = [&line, flow] { return causes(line, *flow); }; });
}

}  // namespace lt::app
