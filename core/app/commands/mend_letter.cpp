// lienthong dead-letters mend: what a person makes of a record that was refused, kept beside it until it is replayed.
#include "app/command_line.hpp"
#include "app/editor.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "sync/mending.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct MendArguments {
  std::int64_t id = 0;
  std::vector<std::string> values;
  std::string file;
  std::string who = acting_person();
};

// A record that is no JSON comes to the editor as it is.
std::string for_editor(const std::string& record) {
  json::error_code error;
  json::parse(record, error);
  return error ? record : sync::spread_out(record);
}

// On top of what was mended before.
std::string mended_record(const store::DeadLetter& letter, const MendArguments& arguments) {
  const std::string& now = letter.mended ? *letter.mended : letter.payload;
  if (!arguments.file.empty()) return record_in(arguments.file);
  if (arguments.values.empty()) return sync::checked_record(edited(for_editor(now)));
  std::vector<sync::Edit> edits;
  edits.reserve(arguments.values.size());
  for (const auto& value : arguments.values) edits.push_back(sync::read_edit(value));
  return sync::with_edits(now, edits);
}

std::string outcome_text(const sync::Verdict& verdict, std::int64_t id, bool vietnamese) {
  const std::string next = "lienthong dead-letters replay " + std::to_string(id);
  switch (verdict.outcome) {
    case mapping::Outcome::mapped:
      return (vietnamese ? "ánh xạ hiện nay nhận bản ghi này; gửi lại bằng: "
                         : "today's mapping takes the record; send it again with: ") +
             next;
    case mapping::Outcome::filtered:
      return (vietnamese ? "bộ lọc hiện nay bỏ qua bản ghi này; khép lại bằng: "
                         : "today's filter leaves the record out; close the letter with: ") +
             next;
    case mapping::Outcome::dead:
      break;
  }
  return vietnamese ? "ánh xạ hiện nay vẫn từ chối bản ghi này:" : "today's mapping still refuses the record:";
}

void tell(const store::DeadLetter& letter, const std::string& record, const sync::Verdict& verdict, CommandLine& line) {
  if (line.json) {
    line.out << json::serialize(json::object{{"id", letter.id},
                                             {"mended_payload", record},
                                             {"outcome", name_of(verdict.outcome)},
                                             {"reasons", to_json(verdict.reasons)}})
             << '\n';
    return;
  }
  line.out << record << '\n' << outcome_text(verdict, letter.id, line.vietnamese()) << '\n';
  for (const auto& reason : verdict.reasons)
    line.out << "  " << reason.pointer << "  " << reason.code << "  " << reason.field << ": " << reason.message << '\n';
}

Exit mend(CommandLine& line, const MendArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  const store::DeadLetter letter = [&] {
    store::Reader reader = store.reader();
    return letter_of(reader, arguments.id);
  }();
  require_readable(letter);
  verdict_on(letter, letter.payload, line.configuration());  // before a person works in vain
  const std::string record = mended_record(letter, arguments);
  const sync::Verdict verdict = mend_letter(store, line.configuration(), letter, record, arguments.who);
  tell(letter, record, verdict, line);
  return verdict.outcome == mapping::Outcome::dead ? Exit::attention : Exit::done;
}

}  // namespace

void add_mend(CLI::App& letters, CommandLine& line) {
  auto* command = letters.add_subcommand("mend", "Change the record of a letter; the original stays beside it");
  auto arguments = std::make_shared<MendArguments>();
  command->add_option("id", arguments->id, "Its number")->required();
  auto* values = command->add_option("values", arguments->values,
                                     "/POINTER=TEXT or /POINTER:=JSON; with neither these nor --file: $EDITOR");
  command->add_option("--file", arguments->file, "File with the whole record")->excludes(values);
  command->add_option("--by", arguments->who, "Who mends it; kept with the letter")->capture_default_str();
  command->footer(
      "Examples:\n  lienthong dead-letters mend 12 /vaccineName=AstraZeneca /dose:=2\n  lienthong dead-letters mend 12 "
      "--file mended.json\n  EDITOR=nano lienthong dead-letters mend 12");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return mend(line, *arguments); }; });
}

}  // namespace lt::app
