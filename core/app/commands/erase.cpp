// lienthong erase: a person asks to be forgotten; what is left is a proof that says nothing of them.
#include "app/command_line.hpp"
#include "app/erasing.hpp"
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

struct EraseArguments {
  std::string entity;
  std::string id;
  std::string reason;
  std::string who = acting_person();
  bool dry_run = false;
};

store::ErasureOrder order_of(CommandLine& line, const store::Store& store, const EraseArguments& arguments) {
  store::Reader reader = store.reader();
  const int entity = store.entity(arguments.entity);
  const store::RowId row = row_of_any_time(reader, entity, arguments.id);
  if (row == 0) throw no_such_row(arguments.entity, arguments.id);
  return erasure_order(line.configuration(), entity, row, arguments.reason, arguments.who);
}

void print_erasure(std::ostream& out, const store::Erasure& erasure, bool dry_run, bool vietnamese) {
  json::array rows;
  for (const auto& [table, count] : erasure.counts) rows.push_back({{"table", table}, {"count", count}});
  static constexpr Column columns[] = {{"table", "Bảng", "Table"}, {"count", "Số dòng", "Rows", true}};
  print_table(out, rows, columns, vietnamese);
  if (dry_run)
    out << (vietnamese ? "Chạy thử: chưa xóa gì.\n" : "Rehearsal: nothing was erased.\n");
  else if (vietnamese)
    out << "Đã xóa; biên bản số " << erasure.id << ", " << erasure.proof
        << "\nCác hệ thống đã nhận dữ liệu sẽ được yêu cầu xóa ở lượt gửi tới; bản sao lưu cũ vẫn còn dữ liệu.\n"
           "Khi dừng hệ thống được: lienthong store compact ghi lại tệp, không còn vết của bản ghi cũ.\n";
  else
    out << "Erased; proof " << erasure.id << ", " << erasure.proof
        << "\nSystems that hold it are told to delete it by their flows' next runs; older backups hold it still.\n"
           "When the hub can stop: lienthong store compact writes the file anew, without remains of earlier "
           "versions.\n";
}

Exit erase(CommandLine& line, const EraseArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  const store::ErasureOrder order = order_of(line, store, arguments);
  store::Transaction transaction = store.begin();
  const store::Erasure erasure = transaction.erase(order);
  if (!arguments.dry_run) transaction.commit();
  if (!line.json) {
    print_erasure(line.out, erasure, arguments.dry_run, line.vietnamese());
    return Exit::done;
  }
  json::object object = to_json(erasure);
  if (arguments.dry_run) {
    object.erase("erasure");
    object.erase("proof");
  }
  object["dry_run"] = arguments.dry_run;
  line.out << json::serialize(object) << '\n';
  return Exit::done;
}

std::string doubt_about(const store::Erasure& erasure, bool vietnamese) {
  if (!erasure.holds)
    return vietnamese ? "đã bị sửa, hoặc biên bản trước nó bị xóa" : "changed, or the proof before it is gone";
  if (!erasure.key_is_here)
    return vietnamese ? "thiếu khóa: nguồn gửi lại sẽ được lưu"
                      : "its key is missing: what sources send again is stored";
  return {};
}

Exit list_erasures(CommandLine& line) {
  const store::Store store = line.open_store(store::Access::read_only);
  json::array rows;
  bool sound = true;
  for (const auto& erasure : store.reader().erasures()) {
    json::object row = to_json(erasure);
    row["doubt"] = doubt_about(erasure, line.vietnamese());
    sound = sound && erasure.holds && erasure.key_is_here;
    rows.push_back(std::move(row));
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {{"erasure", "Số", "No", true}, {"at", "Lúc", "At"},
                                         {"entity", "Loại", "Entity"},  {"who", "Ai", "Who"},
                                         {"reason", "Lý do", "Reason"}, {"counts", "Đã xóa", "Erased"},
                                         {"doubt", "Nghi vấn", "Doubt"}};
    print_table(line.out, rows, columns, line.vietnamese());
  }
  return sound ? Exit::done : Exit::attention;
}

void require_whole(const EraseArguments& arguments) {
  if (arguments.entity.empty() || arguments.id.empty()) throw CLI::RequiredError("an entity and an id, or list,");
  if (says_nothing(arguments.reason)) throw CLI::RequiredError("--reason");
  if (says_nothing(arguments.who)) throw CLI::RequiredError("--by");
  for (const std::string* text : {&arguments.reason, &arguments.who})
    if (names_the_erased(*text, arguments.id))
      throw CLI::ValidationError("--reason", "names whom it erases; the proof must say nothing of the person");
}

}  // namespace

void add_erase(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("erase", "Remove every trace of a person and leave a proof");
  auto arguments = std::make_shared<EraseArguments>();
  command->add_option("entity", arguments->entity, "person");
  command->add_option("id", arguments->id, "Row id, or the first key's value, such as a citizen number");
  command->add_option("--reason", arguments->reason, "Why, without naming the person; kept in the proof");
  command->add_option("--by", arguments->who, "Who decides; kept in the proof")->capture_default_str();
  command->add_flag("--dry-run", arguments->dry_run, "Only count what would go");
  command->footer(
      "Examples:\n  lienthong erase person 999185000123 --reason 'request 17/2026' --dry-run\n"
      "  lienthong erase person 999185000123 --reason 'request 17/2026' --by 'Lê Thị Lan'\n  lienthong erase list");
  auto* proofs = command->add_subcommand("list", "Proofs of all that was erased, each checked against the one before");
  proofs->footer("Example: lienthong erase list");
  proofs->callback([&line] { line.action = [&line] { return list_erasures(line); }; });
  add_erase_again(*command, line);
  command->callback([&line, command, arguments] {
    if (!command->get_subcommands().empty()) return;
    require_whole(*arguments);
    line.action = [&line, arguments] { return erase(line, *arguments); };
  });
}

}  // namespace lt::app
