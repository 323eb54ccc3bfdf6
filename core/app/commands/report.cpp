// lienthong report: makes, lists, shows and verifies reports.
#include "app/command_line.hpp"
#include "app/report_maker.hpp"
#include "app/report_order.hpp"
#include "app/report_sender.hpp"
#include "app/table.hpp"
#include "base/suggest.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ReportArguments {
  ReportOrder order;
  std::string format = "text";
  std::string output;
  bool keep = false;
};

report::Language language_of(CommandLine& line) {
  return line.vietnamese() ? report::Language::vi : report::Language::en;
}

void deliver(CommandLine& line, const std::string& bytes, const std::string& output) {
  if (output.empty()) {
    line.out << bytes;
    return;
  }
  std::ofstream file(output, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) throw Error(ErrorKind::failed, "the report cannot be written to " + output);
  line.out << output << '\n';
}

Exit write_report(CommandLine& line, const ReportArguments& arguments) {
  const ReportMaker maker(line.configuration(), line.clock);
  const ReportOrder& order = arguments.order;
  const auto format = line.json ? report::Format::json : report::format_of(arguments.format).value();
  const MadeReport made =
      maker.make(line.open_store(store::Access::read_only), kind_of(order), period_of(order, line.clock.now()));
  if (arguments.keep && !maker.keep(made, language_of(line), order.number)) {
    throw Error(ErrorKind::misconfigured, "the report " + id_of(made.status) +
                                              " is kept already and stays as it is; see lienthong report show " +
                                              id_of(made.status));
  }
  deliver(line, maker.render(made, format, language_of(line), order.number), arguments.output);
  return exit_for(made.status);
}

Exit list_reports(CommandLine& line) {
  const ReportMaker maker(line.configuration(), line.clock);
  json::array rows;
  for (const auto& kept : maker.archive().list()) rows.push_back(to_json(kept));
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  constexpr Column columns[] = {{"id", "Báo cáo", "Report"},
                                {"from", "Từ", "From"},
                                {"to", "Đến", "To"},
                                {"made", "Lập lúc", "Made"},
                                {"verdict", "Kết luận", "Verdict"},
                                {"sha256", "SHA-256", "SHA-256"}};
  print_table(line.out, rows, columns, line.vietnamese(), 64);
  return Exit::done;
}

report::Kept kept_or_throw(const report::Archive& archive, const std::string& id) {
  if (auto kept = archive.find(id)) return std::move(*kept);
  std::vector<std::string> ids;
  for (const auto& each : archive.list()) ids.push_back(each.id);
  throw Error(ErrorKind::misconfigured,
              "no report '" + id + "' is kept" + suggestion(id, ids) + "; see lienthong report list");
}

Exit show_report(CommandLine& line, const std::string& id, const std::string& format, const std::string& output) {
  const ReportMaker maker(line.configuration(), line.clock);
  const report::Kept kept = kept_or_throw(maker.archive(), id);
  deliver(line, maker.archive().read(kept, report::format_of(format).value()), output);
  return Exit::done;
}

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) throw Error(ErrorKind::misconfigured, "no file and no kept report is called '" + name + "'");
  return bytes.str();
}

json::array verify_all(const report::Archive& archive, const std::string& name) {
  json::array rows;
  const auto kept = std::filesystem::exists(name) ? std::nullopt : archive.find(name);
  if (!kept) {
    rows.push_back(verified_json(archive, name, read_file(name)));
    return rows;
  }
  for (const auto format : report::sealed_formats) {
    rows.push_back(verified_json(archive, archive.file(*kept, format).string(), archive.read(*kept, format)));
  }
  return rows;
}

struct FindingText {
  std::string_view finding, vi, en;
};
constexpr FindingText finding_texts[] = {
    {"intact", "Nguyên vẹn: số liệu đúng như khi lập.", "Intact: the figures are as they were made."},
    {"appended", "Báo cáo nguyên vẹn; sau đó tệp được ghi thêm (như chữ ký số): hãy kiểm tra chữ ký.",
     "The report is intact, and something was added behind it, as a digital signature is: check the signature."},
    {"altered", "ĐÃ BỊ SỬA: nội dung không còn như khi lập.", "ALTERED: it is not as it was made."},
    {"other", "KHÔNG PHẢI bản được lưu: mã kiểm tra khác với báo cáo cùng mã đang lưu.",
     "NOT the one that is kept: the report of this id has other figures."}};

Exit verify_report(CommandLine& line, const std::string& name) {
  const ReportMaker maker(line.configuration(), line.clock);
  const json::array rows = verify_all(maker.archive(), name);
  bool sound = true;
  for (const auto& row : rows) {
    const std::string_view finding = row.at("finding").as_string();
    sound = sound && finding == "intact";
    if (line.json) continue;
    const auto* const text = std::ranges::find(finding_texts, finding, &FindingText::finding);
    line.out << cell_text(row.at("file")) << ": " << (line.vietnamese() ? text->vi : text->en) << "\n  "
             << cell_text(row.at("report")) << "  sha256 " << cell_text(row.at("sha256"));
    if (const std::string where = cell_text(row.at("where")); !where.empty()) line.out << "  (" << where << ')';
    if (row.at("kept").is_null()) line.out << (line.vietnamese() ? "  không có bản lưu" : "  not kept here");
    line.out << '\n';
  }
  if (line.json) line.out << json::serialize(rows) << '\n';
  return sound ? Exit::done : Exit::attention;
}

// To all destinations where none is named.
Exit send_report(CommandLine& line, const std::string& id, const std::string& to) {
  const Configuration& configuration = line.configuration_with_secrets();
  const ReportMaker maker(configuration, line.clock);
  const report::Kept kept = kept_or_throw(maker.archive(), id);
  store::Store store = line.open_store(store::Access::command);
  const ReportSender sender(configuration, line.clock, store, maker.archive());
  const std::vector<std::string> destinations = sender.chosen(to);
  const std::stop_token stop = line.stop();
  for (const auto& destination : destinations) {
    sender.deliver(kept, destination, stop);
    line.out << kept.id << ": " << destination << '\n';
  }
  return Exit::done;
}

void add_send(CLI::App& parser, CommandLine& line) {
  auto* command =
      parser.add_subcommand("send", "Send a kept report by e-mail and by flow to the systems that take reports");
  auto id = std::make_shared<std::string>();
  auto to = std::make_shared<std::string>();
  command->add_option("ID", *id, "As report list names it")->required();
  command->add_option("--to", *to, "mail or flow; all where not given");
  command->footer("Example: lienthong report send daily-2026-11-20 --to mail");
  command->callback([&line, id, to] { line.action = [&line, id, to] { return send_report(line, *id, *to); }; });
}

void add_report_list(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("list", "Reports that are kept");
  command->footer("Example: lienthong report list");
  command->callback([&line] { line.action = [&line] { return list_reports(line); }; });
}

void add_report_show(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("show", "A kept report as it was made");
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("pdf");
  auto output = std::make_shared<std::string>();
  command->add_option("ID", *id, "As report list names it")->required();
  command->add_option("--format", *format, "pdf, xlsx, html or json")
      ->check(CLI::IsMember({"pdf", "xlsx", "html", "json"}))
      ->capture_default_str();
  command->add_option("--output", *output, "Write to this file instead of the terminal");
  command->footer("Example: lienthong report show daily-2026-11-20 --output bao_cao.pdf");
  command->callback(
      [&line, id, format, output] { line.action = [=, &line] { return show_report(line, *id, *format, *output); }; });
}

void add_verify(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("verify", "Whether a report's file is as it was made");
  auto name = std::make_shared<std::string>();
  command->add_option("FILE", *name, "A file that report has made, or the id of a kept report")->required();
  command->footer("Examples:\n  lienthong report verify bao_cao.pdf\n  lienthong report verify daily-2026-11-20");
  command->callback([&line, name] { line.action = [&line, name] { return verify_report(line, *name); }; });
}

}  // namespace

void add_report(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("report", "The sync-status report of a period; kept ones listed and verified");
  auto arguments = std::make_shared<ReportArguments>();
  command->add_option("--format", arguments->format, "text, html, pdf, xlsx or json")
      ->check(CLI::IsMember({"text", "html", "pdf", "xlsx", "json"}))
      ->capture_default_str();
  command->add_option("--output", arguments->output, "Write to this file instead of the terminal");
  command->add_option("--from", arguments->order.from, "First day, YYYY-MM-DD; today where not given");
  command->add_option("--to", arguments->order.to, "Last day, YYYY-MM-DD; until now where not given");
  command
      ->add_option("--kind", arguments->order.kind,
                   "daily, weekly or monthly: the last whole one, or that around --from")
      ->check(CLI::IsMember({"daily", "weekly", "monthly"}));
  command->add_option("--number", arguments->order.number, "The document's number, as the registry gives it");
  command->add_flag("--keep", arguments->keep, "Keep it as well, in every format");
  command->footer(
      "Examples:\n  lienthong report\n  lienthong report --format pdf --output bao_cao.pdf --kind daily --keep\n"
      "  lienthong report --format html --output bao_cao.html --from 2026-11-01");
  command->require_subcommand(0, 1);
  command->callback([&line, arguments, command] {
    if (command->get_subcommands().empty()) {
      line.action = [&line, arguments] { return write_report(line, *arguments); };
    }
  });
  add_report_list(*command, line);
  add_report_show(*command, line);
  add_verify(*command, line);
  add_send(*command, line);
}

}  // namespace lt::app
