// lienthong store refold: a changed merge policy brought to the rows that are there already.
#include "sync/refold.hpp"

#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct RefoldArguments {
  std::vector<std::string> entities;
  sync::RefoldOrder order{.who = acting_person()};
};

std::string fields_text(const json::object& fields) {
  std::string text;
  for (const auto& [name, rows] : fields) {
    if (!text.empty()) text += ", ";
    text.append(name).append(" ").append(std::to_string(rows.as_int64()));
  }
  return text;
}

void print_refolds(CommandLine& line, json::array rows) {
  for (auto& row : rows) row.as_object()["fields"] = fields_text(row.at("fields").as_object());
  static constexpr Column columns[] = {
      {"entity", "Thực thể", "Entity"},         {"rows", "Nhiều nguồn", "Of several sources", true},
      {"updated", "Thay đổi", "Changed", true}, {"fields", "Trường và số dòng", "Fields and rows"},
      {"examples", "Ví dụ", "Examples"},        {"run", "Lượt", "Run", true}};
  print_table(line.out, rows, columns, line.vietnamese());
}

Exit refold(CommandLine& line, const RefoldArguments& arguments) {
  if (!arguments.order.dry_run && arguments.order.reason.empty())
    throw Error(ErrorKind::unsupported, "store refold: say why with --reason, or look first with --dry-run");
  store::Store store = line.open_store(store::Access::command);
  std::vector<int> entities;
  entities.reserve(arguments.entities.size());
  for (const auto& name : arguments.entities) entities.push_back(store.entity(name));
  const std::stop_token stop = line.stop();
  json::array rows;
  bool complete = true;
  for (const int entity : entities) {
    const auto result = sync::refold(store, entity, arguments.order, stop);
    rows.push_back(to_json(*store.model().entities()[static_cast<std::size_t>(entity)], result));
    complete = complete && result.complete;
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    print_refolds(line, std::move(rows));
  }
  return complete ? Exit::done : Exit::cancelled;
}

}  // namespace

void add_refold(CLI::App& store, CommandLine& line) {
  auto* command = store.add_subcommand(
      "refold", "Bring rows of several sources to a merge policy that was changed; the old policy brings them back");
  auto arguments = std::make_shared<RefoldArguments>();
  command->add_option("entity", arguments->entities, "person, immunization …")->required();
  command->add_flag("--dry-run", arguments->order.dry_run, "Show what would change; store nothing");
  command->add_option("--reason", arguments->order.reason, "Why; kept with the run");
  command->add_option("--by", arguments->order.who, "Who decides; kept with the run")->capture_default_str();
  command->footer(
      "A hub that serves goes by the policy it was started with: start it again first.\nExamples:\n"
      "  lienthong store refold person --dry-run\n"
      "  lienthong store refold person --reason \"Công văn 123: địa chỉ theo CSDL dân cư\"");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return refold(line, *arguments); }; });
}

}  // namespace lt::app
