// lienthong match merge, split, never, undo, history: saying who is who, taking it back, and reading what was said.
#include "app/judgements.hpp"
#include "app/letters.hpp"
#include "app/named_row.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <memory>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct JudgeArguments {
  std::string entity = "person";
  std::string a, b;  // rows; of split a source as system/stream, and its key
  std::int64_t judgement = 0;
  store::Sayer sayer{acting_person(), {}};
};

using Say = std::int64_t (*)(store::Store&, store::Transaction&, const JudgeArguments&);

store::RowId named(store::Store& store, const JudgeArguments& arguments, const std::string& id) {
  store::Reader reader = store.reader();
  const store::RowId row = row_of(reader, store.entity(arguments.entity), id);
  if (row == 0) throw no_such_row(arguments.entity, id);
  return row;
}

std::int64_t merge(store::Store& store, store::Transaction& transaction, const JudgeArguments& arguments) {
  return transaction.say_same(store.entity(arguments.entity), named(store, arguments, arguments.a),
                              named(store, arguments, arguments.b), arguments.sayer);
}

std::int64_t never(store::Store& store, store::Transaction& transaction, const JudgeArguments& arguments) {
  return transaction.say_never(store.entity(arguments.entity), named(store, arguments, arguments.a),
                               named(store, arguments, arguments.b), arguments.sayer);
}

std::int64_t split(store::Store& store, store::Transaction& transaction, const JudgeArguments& arguments) {
  const auto slash = arguments.a.find('/');
  if (slash == std::string::npos)
    throw Error(ErrorKind::misconfigured, "'" + arguments.a +
                                              "' names no source; write system/stream as lienthong "
                                              "explain shows it, such as national_vaccination/injections");
  return transaction.split(store.entity(arguments.entity),
                           {arguments.a.substr(0, slash), arguments.a.substr(slash + 1)}, arguments.b, arguments.sayer);
}

std::int64_t undo(store::Store&, store::Transaction& transaction, const JudgeArguments& arguments) {
  return transaction.undo_judgement(arguments.judgement, arguments.sayer);
}

// What was just said, as the log has it.
Exit carry_out(CommandLine& line, const JudgeArguments& arguments, Say say) {
  store::Store store = line.open_store(store::Access::command);
  const store::Judgement judgement =
      judge(store, [&](store::Transaction& transaction) { return say(store, transaction, arguments); });
  if (line.json) {
    line.out << json::serialize(to_json(judgement)) << '\n';
  } else {
    line.out << (line.vietnamese() ? "Đã ghi phán quyết số " : "Stored as judgement ") << judgement.id
             << (line.vietnamese() ? "; gỡ lại: lienthong match undo " : "; taken back by: lienthong match undo ")
             << judgement.id << '\n';
  }
  return Exit::done;
}

Exit history(CommandLine& line, const JudgeArguments& arguments) {
  store::Store store = line.open_store(store::Access::read_only);
  const auto log = arguments.a.empty() ? store.reader().judgements()
                                       : store.reader().judgements(store.entity(arguments.entity),
                                                                   named(store, arguments, arguments.a));
  json::array rows;
  for (const auto& judgement : log) {
    json::object row = to_json(judgement);
    if (!line.json) {
      row["a"] = judgement.undone != 0 ? "#" + std::to_string(judgement.undone) : spelled(judgement.a);
      row["b"] = judgement.undone != 0 ? "" : spelled(judgement.b);
      row["stands"] = judgement.stands ? "✓" : "";
    }
    rows.push_back(std::move(row));
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"id", "Số", "No", true},    {"at", "Lúc", "At"},
                                       {"by", "Ai", "By"},          {"saying", "Phán quyết", "Judgement"},
                                       {"a", "Bản ghi", "Record"},  {"b", "và bản ghi", "and record"},
                                       {"stands", "Còn", "Stands"}, {"reason", "Lý do", "Reason"}};
  print_table(line.out, rows, columns, line.vietnamese(), 48);
  return Exit::done;
}

class Adding {
 public:
  Adding(CLI::App& match, CommandLine& line) : match_(match), line_(line) {}

  // A command that judges, with what every judgement needs.
  std::pair<CLI::App*, std::shared_ptr<JudgeArguments>> judging(const char* name, const char* purpose, Say say) {
    auto* command = match_.add_subcommand(name, purpose);
    auto arguments = std::make_shared<JudgeArguments>();
    command->add_option("--entity", arguments->entity, "Of what")->capture_default_str();
    command->add_option("--reason", arguments->sayer.reason, "Why; kept with the judgement")->required();
    command->add_option("--by", arguments->sayer.who, "Who says so; kept with the judgement")->capture_default_str();
    command->callback([this_line = &line_, arguments, say] {
      if (says_nothing(arguments->sayer.reason)) throw CLI::ValidationError("--reason", "says nothing");
      if (says_nothing(arguments->sayer.who)) throw CLI::ValidationError("--by", "says nothing");
      this_line->action = [this_line, arguments, say] { return carry_out(*this_line, *arguments, say); };
    });
    return {command, arguments};
  }

  void rows(const char* name, const char* purpose, Say say, const char* footer) {
    const auto [command, arguments] = judging(name, purpose, say);
    command->add_option("a", arguments->a, "Row id, or the first key's value, such as a citizen number")->required();
    command->add_option("b", arguments->b, "The other")->required();
    command->footer(footer);
  }

 private:
  CLI::App& match_;
  CommandLine& line_;
};

}  // namespace

void add_judgements(CLI::App& match, CommandLine& line) {
  Adding adding(match, line);
  adding.rows("merge", "Two rows are one; the older one stays, with all that is said of both", merge,
              "Example: lienthong match merge 17 23 --reason 'the same identity card, seen at the counter'");
  adding.rows("never", "Two rows are never one, whatever weights say later", never,
              "Example: lienthong match never 17 23 --reason 'twins'");
  {
    const auto [command, arguments] =
        adding.judging("split", "A source record is not of its row, and gets its own", split);
    command->add_option("source", arguments->a, "system/stream, as explain shows it")->required();
    command->add_option("key", arguments->b, "The source's key of the record")->required();
    command->footer("Example: lienthong match split ministry_lists/people 12 --reason 'typed a wrong citizen number'");
  }
  {
    const auto [command, arguments] = adding.judging("undo", "Takes a judgement back", undo);
    command->add_option("judgement", arguments->judgement, "Its number")->required();
    command->footer("Example: lienthong match undo 3 --reason 'two cards after all'");
  }
  auto* command = match.add_subcommand("history", "What was said of who is who, by whom and why");
  auto arguments = std::make_shared<JudgeArguments>();
  command->add_option("--entity", arguments->entity, "Of what")->capture_default_str();
  command->add_option("id", arguments->a, "Only of this row");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return history(line, *arguments); }; });
}

}  // namespace lt::app
