// lienthong store: the canonical store itself, to compare, to verify, and to bring elsewhere.
#include "app/command_line.hpp"
#include "app/store_place.hpp"
#include "app/table.hpp"
#include "store/transfer.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

Exit dump(CommandLine& line, const std::vector<std::string>& entities) {
  const store::Store store = line.open_store(store::Access::read_only);
  std::vector<int> positions;
  positions.reserve(entities.size());
  for (const auto& entity : entities) positions.push_back(store.entity(entity));
  store.reader().dump(line.out, positions, line.json ? store::DumpFormat::json : store::DumpFormat::lines);
  return Exit::done;
}

Exit check_store(CommandLine& line) {
  const store::Store store = line.open_store(store::Access::read_only);
  const store::CheckReport report = store.reader().check();
  if (line.json) {
    json::array problems(report.problems.begin(), report.problems.end());
    line.out << json::serialize(json::object{{"rows", report.rows},
                                             {"source_records", report.source_records},
                                             {"problems", std::move(problems)}})
             << '\n';
  } else {
    for (const auto& problem : report.problems) line.out << problem << '\n';
    line.out << report.rows << " rows, " << report.source_records << " source records, " << report.problems.size()
             << " problem(s)\n";
  }
  return report.problems.empty() ? Exit::done : Exit::attention;
}

using TransferredTables = std::vector<store::TransferredTable>;

// What was brought where, a table a line; `next` says what is left to do.
void print_tables(CommandLine& line, const TransferredTables& tables, const std::string& from, const std::string& to,
                  const std::string& next) {
  json::array rows;
  std::int64_t all = 0;
  for (const auto& table : tables) {
    all += table.content.rows;
    rows.push_back({{"table", table.name}, {"rows", table.content.rows}, {"hash", table.content.hash}});
  }
  if (line.json) {
    line.out << json::serialize(json::object{{"from", from}, {"to", to}, {"rows", all}, {"tables", std::move(rows)}})
             << '\n';
    return;
  }
  static constexpr Column columns[] = {
      {"table", "Bảng", "Table"}, {"rows", "Số dòng", "Rows", true}, {"hash", "Mã kiểm tra", "Hash", true}};
  const bool vietnamese = line.vietnamese();
  print_table(line.out, rows, columns, vietnamese);
  line.out << all
           << (vietnamese ? " dòng từ " + from + " đã ở " + to + ", hai bên giống hệt nhau; " + next
                          : " rows of " + from + " are in " + to + ", the same at both ends; " + next)
           << '\n';
}

store::Options own_store(CommandLine& line) { return line.configuration().store_options(store::Access::command); }

// The keys that lie beside a store lie beside the new one too, so that what they sealed can be read there at once.
void carry_keys(const Configuration& configuration, const std::filesystem::path& to) {
  for (const auto& file : {letter_keys_file(configuration.hub()), pass_key_file(configuration.hub())}) {
    if (!std::filesystem::exists(file) || std::filesystem::exists(to / file.filename())) continue;
    std::filesystem::create_directories(to);
    std::filesystem::copy_file(file, to / file.filename());
  }
}

// hub.yaml reads a path from its own folder, a person at a terminal from where they are: a whole path is right in both.
Exit move(CommandLine& line, const std::string& to_where) {
  const bool url = is_database_url(to_where);
  const std::string place = url ? to_where : std::filesystem::absolute(to_where).lexically_normal().string();
  const store::Options from = own_store(line);
  store::Options to = from;
  if (!url) to.path = place;
  to.url = url ? place : "";
  if (names_password(to.url)) throw Error(ErrorKind::misconfigured, "store move: " + std::string(no_password_here));
  const TransferredTables tables = store::move_store(from, to, line.configuration().model(), line.stop());
  carry_keys(line.configuration(), url ? store_folder(line.configuration().folder()) : to.path.parent_path());
  print_tables(line, tables, line.configuration().hub().store_name(), place,
               line.vietnamese() ? "ghi store: " + place + " vào hub.yaml để dùng kho mới"
                                 : "write store: " + place + " into hub.yaml to use it");
  return Exit::done;
}

Exit backup(CommandLine& line, const std::string& file) {
  const TransferredTables tables =
      store::back_up_store(own_store(line), file, line.configuration().model(), line.stop());
  print_tables(line, tables, line.configuration().hub().store_name(), file,
               line.vietnamese() ? "khóa và bí mật cạnh kho không nằm trong tệp này, hãy cất riêng"
                                 : "keys and secrets beside the store are not in this file, keep them apart");
  return Exit::done;
}

Exit restore(CommandLine& line, const std::string& file) {
  const TransferredTables tables =
      store::restore_store(file, own_store(line), line.configuration().model(), line.stop());
  print_tables(
      line, tables, file, line.configuration().hub().store_name(),
      line.vietnamese()
          ? "chạy lienthong store check, rồi lienthong erase again với danh sách xóa mới nhất, rồi khởi động hệ thống"
          : "run lienthong store check, then lienthong erase again with the newest list of erasures, then start the "
            "hub");
  return Exit::done;
}

Exit migrate(CommandLine& line) {
  const store::Migrated migrated = store::migrate_store(own_store(line), line.configuration().model());
  if (line.json) {
    line.out << json::serialize(json::object{{"from", migrated.from},
                                             {"to", migrated.to},
                                             {"done", json::array(migrated.done.begin(), migrated.done.end())}})
             << '\n';
    return Exit::done;
  }
  for (const auto& done : migrated.done) line.out << done << '\n';
  const std::string form = std::to_string(migrated.to);
  if (line.vietnamese()) {
    line.out << (migrated.done.empty() ? "kho đã ở dạng " + form + ", không có gì phải làm"
                                       : "kho từ dạng " + std::to_string(migrated.from) + " nay ở dạng " + form)
             << '\n';
  } else {
    line.out << (migrated.done.empty()
                     ? "the store is in form " + form + " already; nothing was to do"
                     : "the store was in form " + std::to_string(migrated.from) + " and is in form " + form + " now")
             << '\n';
  }
  return Exit::done;
}

Exit compact(CommandLine& line) {
  store::compact_store(own_store(line));
  const std::string& name = line.configuration().hub().store_name();
  if (line.json)
    line.out << json::serialize(json::object{{"compacted", name}}) << '\n';
  else
    line.out << (line.vietnamese() ? name + ": đã ghi lại, không còn gì của những dòng đã xóa"
                                   : name + ": written anew, with nothing left of deleted rows")
             << '\n';
  return Exit::done;
}

// A command with one word after it.
void add_with_place(CLI::App& store, CommandLine& line, const char* name, const char* purpose, const char* word,
                    const char* meaning, const char* example, Exit (*run)(CommandLine&, const std::string&)) {
  auto* command = store.add_subcommand(name, purpose);
  auto place = std::make_shared<std::string>();
  command->add_option(word, *place, meaning)->required();
  command->footer(example);
  command->callback([&line, place, run] { line.action = [&line, place, run] { return run(line, *place); }; });
}

}  // namespace

void add_store(CLI::App& parser, CommandLine& line) {
  auto* store = parser.add_subcommand("store", "The canonical store");
  store->require_subcommand(1);

  auto* dump_command = store->add_subcommand("dump", "Print every canonical row, the same for equal stores");
  auto entities = std::make_shared<std::vector<std::string>>();
  dump_command->add_option("entity", *entities, "Only these entities");
  dump_command->footer("Example: lienthong store dump person | sha256sum");
  dump_command->callback([&line, entities] { line.action = [&line, entities] { return dump(line, *entities); }; });

  auto* check_command = store->add_subcommand("check", "Fold every row again from its source records and compare");
  check_command->footer("Example: lienthong store check");
  check_command->callback([&line] { line.action = [&line] { return check_store(line); }; });

  add_with_place(*store, line, "move", "Bring the store to another database; goes on where it was cut off", "TO",
                 "A new file of SQLite, or postgresql://user@host/database",
                 "Example: lienthong store move postgresql://hub@db.province.vn/lienthong", move);
  add_with_place(*store, line, "backup", "Write the store into one file, also while the hub serves", "FILE",
                 "A new file; it can be read as a store for itself",
                 "Example: lienthong store backup /backup/lienthong-$(date +%F).db", backup);
  add_with_place(*store, line, "restore", "Fill the empty store of the configuration from a backup", "FILE",
                 "What store backup wrote", "Example: lienthong store restore /backup/lienthong-2026-11-21.db",
                 restore);

  add_refold(*store, line);

  auto* migrate_command =
      store->add_subcommand("migrate", "Bring the store to the form of this program and of the model, and say how");
  migrate_command->footer("Example: lienthong store migrate");
  migrate_command->callback([&line] { line.action = [&line] { return migrate(line); }; });

  auto* compact_command = store->add_subcommand(
      "compact", "Write the store's database anew, so that nothing of what was deleted is left in it");
  compact_command->footer("While no hub serves it, with room for it twice.\nExample: lienthong store compact");
  compact_command->callback([&line] { line.action = [&line] { return compact(line); }; });
}

}  // namespace lt::app
