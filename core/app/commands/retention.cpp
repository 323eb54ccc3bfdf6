// lienthong retention: what has had its time goes now, or is only shown.
#include "app/retention.hpp"

#include "app/command_line.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <memory>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

Exit retention(CommandLine& line, bool dry_run) {
  store::Store store = line.open_store(dry_run ? store::Access::read_only : store::Access::command);
  json::array rows = to_json(expire(line.configuration(), store, line.clock, dry_run, line.stop()));
  if (line.json) {
    line.out << json::serialize(json::object{{"dry_run", dry_run}, {"gone", std::move(rows)}}) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {
      {"trace", "Vết", "Trace"}, {"of", "Của", "Of"}, {"count", "Số dòng", "Rows", true}};
  if (rows.empty())
    line.out << (line.vietnamese() ? "Chưa có gì hết hạn lưu.\n" : "Nothing has had its time.\n");
  else
    print_table(line.out, rows, columns, line.vietnamese());
  if (dry_run) line.out << (line.vietnamese() ? "Chạy thử: chưa xóa gì.\n" : "Rehearsal: nothing was deleted.\n");
  return Exit::done;
}

}  // namespace

void add_retention(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand(
      "retention", "Delete what retention.yaml keeps no longer; the hub does so by itself once a day");
  auto dry_run = std::make_shared<bool>(false);
  command->add_flag("--dry-run", *dry_run, "Show what would go and delete nothing");
  command->footer("Example: lienthong retention --dry-run");
  command->callback([&line, dry_run] { line.action = [&line, dry_run] { return retention(line, *dry_run); }; });
}

}  // namespace lt::app
