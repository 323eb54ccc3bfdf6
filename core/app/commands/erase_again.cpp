// lienthong erase export, erase again: erasures kept apart from the store, and done again in a copy that is older.
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "base/error.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>

namespace lt::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct AgainArguments {
  std::string file;
  std::string who = acting_person();
};

[[noreturn]] void cannot(const char* what, const std::string& file) {
  throw Error(ErrorKind::misconfigured, file + " cannot be " + what + "; name another file");
}

// Whole or not at all, for its owner alone.
void write(const std::string& text, const std::string& file) {
  const std::string part = file + ".part";
  std::ofstream out(part, std::ios::binary);
  std::error_code error;
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, error);
  out << text << '\n';
  out.close();
  if (!out || error) cannot("written", file);
  fs::rename(part, file, error);
  if (error) cannot("written", file);
}

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) cannot("read", file);
  return text.str();
}

Exit export_erasures(CommandLine& line, const std::string& file) {
  const store::Store store = line.open_store(store::Access::read_only);
  const auto records = store.reader().erasure_records();
  write(store::to_json(records), file);
  if (line.json)
    line.out << json::serialize(json::object{{"erasures", records.size()}, {"file", file}}) << '\n';
  else
    line.out << records.size() << (line.vietnamese() ? " lần xóa đã ghi vào " : " erasures written to ") << file
             << '\n';
  return Exit::done;
}

Exit erase_again(CommandLine& line, const AgainArguments& arguments) {
  const auto records = store::erasure_records(read(arguments.file));
  store::Store store = line.open_store(store::Access::command);
  store::Transaction transaction = store.begin();
  const auto done = transaction.erase_again(
      records,
      {.reason = "again after a restore", .who = arguments.who, .in_flows = sources_of_letters(line.configuration())});
  transaction.commit();
  if (line.json) {
    json::array proofs;
    for (const auto& erasure : done) proofs.push_back({{"erasure", erasure.id}, {"proof", erasure.proof}});
    line.out << json::serialize(json::object{{"known", records.size()}, {"erased", std::move(proofs)}}) << '\n';
  } else if (line.vietnamese()) {
    line.out << "Danh sách có " << records.size() << " lần xóa; kho này còn giữ và vừa xóa " << done.size()
             << " người; xem lienthong erase list\n";
  } else {
    line.out << "The list has " << records.size() << " erasures; this store still held " << done.size()
             << " persons, who are erased now; see lienthong erase list\n";
  }
  return Exit::done;
}

}  // namespace

void add_erase_again(CLI::App& erase, CommandLine& line) {
  auto* exported = erase.add_subcommand("export", "Write all erasures into a file, to be kept apart from the store");
  auto file = std::make_shared<std::string>();
  exported->add_option("FILE", *file, "Says nothing of anybody to who lacks the keys of dead letters")->required();
  exported->footer("Example: lienthong erase export /backup/erasures.json");
  exported->callback([&line, file] { line.action = [&line, file] { return export_erasures(line, *file); }; });

  auto* again = erase.add_subcommand("again", "After a restore: erase whoever the older copy of the store still holds");
  auto arguments = std::make_shared<AgainArguments>();
  again->add_option("FILE", arguments->file, "What erase export wrote last")->required();
  again->add_option("--by", arguments->who, "Who does it; kept in the proofs")->capture_default_str();
  again->footer("Example: lienthong erase again /backup/erasures.json");
  again->callback([&line, arguments] { line.action = [&line, arguments] { return erase_again(line, *arguments); }; });
}

}  // namespace lt::app
