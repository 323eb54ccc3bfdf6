// lienthong dead-letters: see what could not go on and why, mend it, send it again, or let it go with a reason.
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "sync/result_writer.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ListArguments {
  LetterChoice choice;
  std::string state = "waiting";
  int limit = 50;
};

struct DismissArguments {
  LetterChoice choice;
  std::string reason;
  std::string who = acting_person();
};

Exit list_letters(CommandLine& line, const ListArguments& arguments) {
  const Configuration& configuration = line.configuration();
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  store::LetterQuery query = query_of(configuration, reader, arguments.choice);
  query.limit = arguments.limit;
  if (arguments.state == "all") {
    query.state.reset();
  } else {
    for (const auto state : {store::LetterState::waiting, store::LetterState::replayed, store::LetterState::resolved,
                             store::LetterState::dismissed}) {
      if (to_string(state) == arguments.state) query.state = state;
    }
  }
  json::array rows;
  for (const auto& letter : reader.dead_letters(query)) {
    json::object row = letter_json(letter, false);
    if (!letter.reasons.empty()) {
      const model::Reason& reason = letter.reasons.front();
      row["code"] = reason.code;
      row["place"] = row["reasons"].as_array().front().at("place");
      row["meaning"] = meaning_of(reason.code, line);
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

json::array events_json(store::Reader& reader, std::int64_t id) {
  json::array events;
  for (const auto& event : reader.letter_events(id))
    events.push_back(
        {{"at", timestamp_text(event.at)}, {"who", event.who}, {"act", to_string(event.act)}, {"note", event.note}});
  return events;
}

Exit show_letter(CommandLine& line, std::int64_t id) {
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  const store::DeadLetter letter = letter_of(reader, id);
  const json::array events = events_json(reader, id);
  if (line.json) {
    json::object object = letter_json(letter, true);
    object["events"] = events;
    line.out << json::serialize(object) << '\n';
    return letter.unreadable.empty() ? Exit::done : Exit::attention;
  }
  line.out << "#" << letter.id << "  " << letter.flow << "  " << letter.key << "  (" << letter.step << ", "
           << to_string(letter.state) << ", ×" << letter.times_seen << ", " << letter.cause << ")\n"
           << timestamp_text(letter.first_seen) << " – " << timestamp_text(letter.last_seen) << '\n';
  for (const auto& reason : letter.reasons) {
    line.out << "  " << sync::place_of(letter.payload, reason) << "  " << reason.code << "  " << reason.field << ": "
             << meaning_of(reason.code, line) << "\n    " << reason.message << '\n';
  }
  line.out << letter.payload << letter.unreadable << '\n';
  if (letter.mended) line.out << (line.vietnamese() ? "đã sửa: " : "mended: ") << *letter.mended << '\n';
  static constexpr Column columns[] = {
      {"at", "Lúc", "At"}, {"who", "Ai", "Who"}, {"act", "Việc", "Act"}, {"note", "Ghi chú", "Note"}};
  if (!events.empty()) print_table(line.out, events, columns, line.vietnamese(), 48);
  return letter.unreadable.empty() ? Exit::done : Exit::attention;
}

void say_ids(CommandLine& line, const char* done, const std::vector<std::int64_t>& ids) {
  if (line.json) line.out << json::serialize(json::object{{done, json::value_from(ids)}}) << '\n';
}

Exit dismiss(CommandLine& line, const DismissArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  say_ids(line, "dismissed",
          dismiss_letters(store, line.configuration(), arguments.choice, arguments.reason, arguments.who));
  return Exit::done;
}

Exit reopen(CommandLine& line, const DismissArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  reopen_letters(store, arguments.choice.ids, arguments.who);
  say_ids(line, "reopened", arguments.choice.ids);
  return Exit::done;
}

void add_letter_list(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("list", "What waits, the oldest first");
  auto arguments = std::make_shared<ListArguments>();
  command->add_option("--flow", arguments->choice.flow, "Only of this flow");
  command->add_option("--reason", arguments->choice.reason, "Only with this reason's code");
  command->add_option("--cause", arguments->choice.cause, "Only of this cause, as 'dead-letters causes' names it");
  command->add_option("--state", arguments->state, "waiting, replayed, resolved, dismissed or all")
      ->check(CLI::IsMember({"waiting", "replayed", "resolved", "dismissed", "all"}))
      ->capture_default_str();
  command->add_option("--limit", arguments->limit, "At most so many")->capture_default_str();
  command->footer("Example: lienthong dead-letters list --flow ministry_lists --reason unknown_vaccine");
  command->callback(
      [&line, arguments] { line.action = [&line, arguments] { return list_letters(line, *arguments); }; });
}

void add_letter_show(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("show", "One dead letter with its reasons and payload");
  auto id = std::make_shared<std::int64_t>(0);
  command->add_option("id", *id, "Its number")->required();
  command->footer("Example: lienthong dead-letters show 12 --json");
  command->callback([&line, id] { line.action = [&line, id] { return show_letter(line, *id); }; });
}

void add_dismiss(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("dismiss", "Decide that dead letters are not needed");
  auto arguments = std::make_shared<DismissArguments>();
  auto* ids = command->add_option("id", arguments->choice.ids, "Their numbers");
  command->add_option("--cause", arguments->choice.cause, "All that wait of this cause")->excludes(ids);
  command->add_option("--reason", arguments->reason, "Why; kept with the letter")->required();
  command->add_option("--by", arguments->who, "Who decides; kept with the letter")->capture_default_str();
  command->footer("Example: lienthong dead-letters dismiss 12 13 --reason 'test record of the source'");
  command->callback([&line, arguments] {
    if (arguments->choice.ids.empty() && arguments->choice.cause.empty())
      throw CLI::RequiredError("a number or --cause");
    if (says_nothing(arguments->reason))
      throw CLI::ValidationError("--reason", "says nothing; whoever looks at the letter later needs to know why");
    line.action = [&line, arguments] { return dismiss(line, *arguments); };
  });
}

void add_reopen(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("reopen", "Take a dismissal back: the letter waits again");
  auto arguments = std::make_shared<DismissArguments>();
  command->add_option("id", arguments->choice.ids, "Their numbers")->required();
  command->add_option("--by", arguments->who, "Who takes it back; kept with the letter")->capture_default_str();
  command->footer("Example: lienthong dead-letters reopen 12");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return reopen(line, *arguments); }; });
}

}  // namespace

void add_dead_letters(CLI::App& parser, CommandLine& line) {
  auto* letters = parser.add_subcommand("dead-letters", "Records that could not go on, and why");
  letters->require_subcommand(1);
  add_causes(*letters, line);
  add_letter_list(*letters, line);
  add_letter_show(*letters, line);
  add_mend(*letters, line);
  add_replay(*letters, line);
  add_dismiss(*letters, line);
  add_reopen(*letters, line);
}

}  // namespace lt::app
