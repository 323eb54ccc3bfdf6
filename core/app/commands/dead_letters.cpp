// lienthong dead-letters: see what could not go on and why, mend it, send it again, or let it go with a reason.
#include "app/command_line.hpp"
#include "app/flow_runner.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "sync/result_writer.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ListArguments {
  std::string flow;
  std::string reason;
  std::string state = "waiting";
  int limit = 50;
};

struct ReplayArguments {
  std::vector<std::int64_t> ids;
  std::string flow;
  std::string reason;
  std::string payload;
};

struct DismissArguments {
  std::vector<std::int64_t> ids;
  std::string reason;
};

std::string meaning_of(const model::Reason& reason, CommandLine& line) {
  const auto language = line.vietnamese() ? report::Language::vi : report::Language::en;
  return in(language, line.configuration().texts().reason(reason.code).meaning);
}

json::array reasons_json(const store::DeadLetter& letter) {
  json::array reasons = to_json(letter.reasons);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    reasons[i].as_object()["place"] = sync::place_of(letter.payload, letter.reasons[i]);
  }
  return reasons;
}

json::object letter_json(const store::DeadLetter& letter, bool with_payload) {
  json::object object{{"id", letter.id},
                      {"flow", letter.flow},
                      {"direction", to_string(letter.direction)},
                      {"key", letter.key},
                      {"step", letter.step},
                      {"state", to_string(letter.state)},
                      {"times_seen", letter.times_seen},
                      {"first_seen", timestamp_text(letter.first_seen)},
                      {"last_seen", timestamp_text(letter.last_seen)},
                      {"reasons", reasons_json(letter)}};
  if (!letter.closed_reason.empty()) object["closed_reason"] = letter.closed_reason;
  if (with_payload) {
    // JSON holds no other bytes than UTF-8; the letter itself keeps what came.
    std::string payload;
    repair_utf8(letter.payload, payload);
    object["payload"] = payload;
  }
  return object;
}

store::LetterQuery query_of(const Configuration& configuration, const std::string& flow, const std::string& reason) {
  if (!flow.empty()) configuration.flow(flow);
  return {.flow = flow, .state = store::LetterState::waiting, .reason_code = reason};
}

Exit list(CommandLine& line, const ListArguments& arguments) {
  store::LetterQuery query = query_of(line.configuration(), arguments.flow, arguments.reason);
  query.limit = arguments.limit;
  if (arguments.state == "all") {
    query.state.reset();
  } else {
    for (const auto state : {store::LetterState::waiting, store::LetterState::replayed, store::LetterState::resolved,
                             store::LetterState::dismissed}) {
      if (to_string(state) == arguments.state) query.state = state;
    }
  }
  const store::Store store = line.open_store(store::Access::read_only);
  json::array rows;
  for (const auto& letter : store.reader().dead_letters(query)) {
    json::object row = letter_json(letter, false);
    if (!letter.reasons.empty()) {
      const model::Reason& reason = letter.reasons.front();
      row["code"] = reason.code;
      row["place"] = row["reasons"].as_array().front().at("place");
      row["meaning"] = meaning_of(reason, line);
      row["message"] = reason.message;
    }
    rows.push_back(std::move(row));
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"id", "Số", "Id", true},
                                       {"flow", "Luồng", "Flow"},
                                       {"key", "Khóa", "Key"},
                                       {"place", "Chỗ", "Place"},
                                       {"code", "Mã", "Code"},
                                       {"meaning", "Nguyên nhân", "Reason"},
                                       {"message", "Chi tiết", "Details"},
                                       {"last_seen", "Lần cuối", "Last seen"},
                                       {"state", "Trạng thái", "State"}};
  print_table(line.out, rows, columns, line.vietnamese(), 48);
  return Exit::done;
}

store::DeadLetter letter_of(store::Reader& reader, std::int64_t id) {
  if (auto letter = reader.dead_letter(id)) return std::move(*letter);
  throw Error(ErrorKind::misconfigured,
              "there is no dead letter " + std::to_string(id) + "; 'lienthong dead-letters list' shows them");
}

Exit show(CommandLine& line, std::int64_t id) {
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  const store::DeadLetter letter = letter_of(reader, id);
  if (line.json) {
    line.out << json::serialize(letter_json(letter, true)) << '\n';
    return Exit::done;
  }
  line.out << "#" << letter.id << "  " << letter.flow << "  " << letter.key << "  (" << letter.step << ", "
           << to_string(letter.state) << ", ×" << letter.times_seen << ")\n"
           << timestamp_text(letter.first_seen) << " – " << timestamp_text(letter.last_seen) << '\n';
  for (const auto& reason : letter.reasons) {
    line.out << "  " << sync::place_of(letter.payload, reason) << "  " << reason.code << "  " << reason.field << ": "
             << meaning_of(reason, line) << "\n    " << reason.message << '\n';
  }
  line.out << letter.payload << '\n';
  return Exit::done;
}

std::vector<store::DeadLetter> chosen(const ReplayArguments& arguments, const Configuration& configuration,
                                      store::Reader& reader) {
  std::vector<store::DeadLetter> letters;
  letters.reserve(arguments.ids.size());
  for (const auto id : arguments.ids) letters.push_back(letter_of(reader, id));
  if (arguments.ids.empty()) {
    store::LetterQuery query = query_of(configuration, arguments.flow, arguments.reason);
    query.limit = 10'000;
    letters = reader.dead_letters(query);
  }
  for (const auto& letter : letters) {
    if (letter.state == store::LetterState::waiting) continue;
    throw Error(ErrorKind::misconfigured, "dead letter " + std::to_string(letter.id) + " is " +
                                              std::string(to_string(letter.state)) + " already");
  }
  return letters;
}

std::string read_payload(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorKind::misconfigured, "the payload file " + file + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

sync::RunResult replay_flow(const sync::FlowDefinition& flow, const std::vector<store::DeadLetter>& letters,
                            const ReplayArguments& arguments, store::Store& store, CommandLine& line) {
  const Configuration& configuration = line.configuration();
  if (flow.direction == sync::Direction::out) {
    sync::requeue_out(flow, letters, store, line.clock);
    return FlowRunner(configuration, line.clock).run(flow, store, {.trigger = "replay", .progress = {}}, line.stop());
  }
  if (flow.direction == sync::Direction::derive) {
    if (!arguments.payload.empty()) {
      throw Error(ErrorKind::misconfigured,
                  "the records of '" + flow.name + "' are made of the hub's own rows; mend the row at its source");
    }
    return FlowRunner(configuration, line.clock)
        .run(flow, store, {.trigger = "replay", .from_the_start = true, .progress = {}}, line.stop());
  }
  std::vector<sync::Replay> replays;
  replays.reserve(letters.size());
  for (const auto& letter : letters) replays.push_back({letter, std::nullopt});
  if (!arguments.payload.empty()) replays.front().mended = read_payload(arguments.payload);
  return sync::replay_in(flow, configuration.mappings().in(flow.mapping), replays, store, line.clock);
}

Exit replay(CommandLine& line, const ReplayArguments& arguments) {
  const Configuration& configuration = line.configuration_with_secrets();
  store::Store store = line.open_store(store::Access::command);
  std::map<std::string, std::vector<store::DeadLetter>> by_flow;
  {
    store::Reader reader = store.reader();
    for (auto& letter : chosen(arguments, configuration, reader)) by_flow[letter.flow].push_back(std::move(letter));
  }
  json::array results;
  Exit exit = Exit::done;
  for (const auto& [name, letters] : by_flow) {
    const sync::FlowDefinition& flow = configuration.flow(name);
    const sync::RunResult result = replay_flow(flow, letters, arguments, store, line);
    if (line.json) {
      results.push_back(to_json(result, flow));
    } else {
      print(line.out, result, flow, line.vietnamese());
    }
    if (result.error) exit = exit_for(*result.error);
    if (exit == Exit::done && result.counts.dead > 0) exit = Exit::attention;
  }
  if (line.json) line.out << json::serialize(results) << '\n';
  return exit;
}

Exit dismiss(CommandLine& line, const DismissArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  store::Transaction transaction = store.begin();
  for (const auto id : arguments.ids) {
    if (transaction.dismiss_dead_letter(id, arguments.reason)) continue;
    throw Error(ErrorKind::misconfigured,
                "dead letter " + std::to_string(id) + " does not wait, so nothing was dismissed");
  }
  transaction.commit();
  if (line.json) line.out << json::serialize(json::object{{"dismissed", json::value_from(arguments.ids)}}) << '\n';
  return Exit::done;
}

void add_list(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("list", "What waits, the oldest first");
  auto arguments = std::make_shared<ListArguments>();
  command->add_option("--flow", arguments->flow, "Only of this flow");
  command->add_option("--reason", arguments->reason, "Only with this reason's code");
  command->add_option("--state", arguments->state, "waiting, replayed, resolved, dismissed or all")
      ->check(CLI::IsMember({"waiting", "replayed", "resolved", "dismissed", "all"}))
      ->capture_default_str();
  command->add_option("--limit", arguments->limit, "At most so many")->capture_default_str();
  command->footer("Example: lienthong dead-letters list --flow ministry_list --reason unknown_vaccine");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return list(line, *arguments); }; });
}

void add_show(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("show", "One dead letter with its reasons and payload");
  auto id = std::make_shared<std::int64_t>(0);
  command->add_option("id", *id, "Its number")->required();
  command->footer("Example: lienthong dead-letters show 12 --json");
  command->callback([&line, id] { line.action = [&line, id] { return show(line, *id); }; });
}

void add_replay(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("replay", "Send dead letters again, mended or as they are");
  auto arguments = std::make_shared<ReplayArguments>();
  auto* ids = command->add_option("id", arguments->ids, "Their numbers");
  auto* flow = command->add_option("--flow", arguments->flow, "All that wait of this flow")->excludes(ids);
  command->add_option("--reason", arguments->reason, "With --flow: only with this reason's code")->needs(flow);
  command->add_option("--payload", arguments->payload, "File with the mended record, for one number")->needs(ids);
  command->footer(
      "Examples:\n  lienthong dead-letters replay 12 --payload mended.json\n  lienthong dead-letters replay --flow "
      "ministry_list --reason unknown_vaccine");
  command->callback([&line, arguments] {
    if (arguments->ids.empty() && arguments->flow.empty()) throw CLI::RequiredError("a number or --flow");
    if (!arguments->payload.empty() && arguments->ids.size() != 1) {
      throw CLI::ValidationError("--payload", "is for exactly one dead letter");
    }
    line.action = [&line, arguments] { return replay(line, *arguments); };
  });
}

void add_dismiss(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("dismiss", "Decide that dead letters are not needed");
  auto arguments = std::make_shared<DismissArguments>();
  command->add_option("id", arguments->ids, "Their numbers")->required();
  command->add_option("--reason", arguments->reason, "Why; kept with the letter")->required();
  command->footer("Example: lienthong dead-letters dismiss 12 13 --reason 'test record of the source'");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return dismiss(line, *arguments); }; });
}

}  // namespace

void add_dead_letters(CLI::App& parser, CommandLine& line) {
  auto* letters = parser.add_subcommand("dead-letters", "Records that could not go on, and why");
  letters->require_subcommand(1);
  add_list(*letters, line);
  add_show(*letters, line);
  add_replay(*letters, line);
  add_dismiss(*letters, line);
}

}  // namespace lt::app
