// lienthong audit: what persons did, and whether the log of it is whole.
#include "access/access.hpp"
#include "app/command_line.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <charconv>
#include <memory>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Access;

struct AuditArguments {
  access::AuditQuery query;
  std::string known;  // LINE:HASH
};

Exit list_audit(CommandLine& line, const AuditArguments& arguments) {
  Access access = line.open_access();
  json::array rows;
  for (const auto& each : access.audit().lines(arguments.query))
    rows.push_back(json::object{{"id", each.id},
                                {"at", timestamp_text(each.at)},
                                {"who", each.who},
                                {"address", each.address},
                                {"act", each.act},
                                {"subject", each.subject},
                                {"detail", each.detail},
                                {"hash", each.hash}});
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {
      {"id", "Số", "Id", true},         {"at", "Lúc", "At"},    {"who", "Ai", "Who"},
      {"address", "Từ đâu", "From"},    {"act", "Việc", "Act"}, {"subject", "Đối tượng", "Subject"},
      {"detail", "Chi tiết", "Details"}};
  print_table(line.out, rows, columns, line.vietnamese(), 48);
  return Exit::done;
}

std::pair<std::int64_t, std::string> known_line(const std::string& text) {
  std::int64_t number = 0;
  const std::size_t colon = text.find(':');
  if (text.empty()) return {0, {}};
  const char* const end = text.data() + std::min(colon, text.size());
  const auto parsed = std::from_chars(text.data(), end, number);
  if (colon == std::string::npos || parsed.ec != std::errc() || parsed.ptr != end)
    throw Error(ErrorKind::unsupported, "--head takes LINE:HASH as an earlier verify printed it, not '" + text + "'");
  return {number, text.substr(colon + 1)};
}

Exit verify_audit(CommandLine& line, const AuditArguments& arguments) {
  const auto [number, hash] = known_line(arguments.known);
  Access access = line.open_access();
  const access::AuditVerdict verdict = access.audit().verify(number, hash);
  const std::string head = std::to_string(verdict.lines) + ":" + verdict.head;
  if (line.json) {
    line.out << json::serialize(json::object{{"lines", verdict.lines},
                                             {"head", head},
                                             {"fault", verdict.fault ? json::value(*verdict.fault) : json::value()}})
             << '\n';
  } else if (verdict.fault) {
    line.err << "lienthong: " << *verdict.fault << '\n';
  } else {
    line.out << head << '\n';
  }
  return verdict.fault ? Exit::attention : Exit::done;
}

}  // namespace

void add_audit(CLI::App& parser, CommandLine& line) {
  auto* audit = parser.add_subcommand("audit", "What persons did at the console, the API and the command line");
  audit->require_subcommand(1);
  auto arguments = std::make_shared<AuditArguments>();
  auto* listing = audit->add_subcommand("list", "The latest first");
  listing->add_option("--who", arguments->query.who, "Only of this user");
  listing->add_option("--act", arguments->query.act, "Only such acts: sign_in, unmask, user_add …");
  listing->add_option("--limit", arguments->query.limit, "At most so many")->capture_default_str();
  listing->footer("Example: lienthong audit list --act unmask");
  listing->callback([&line, arguments] { line.action = [&line, arguments] { return list_audit(line, *arguments); }; });
  auto* verifying = audit->add_subcommand(
      "verify",
      "Whether no line was changed or taken out; prints the last line's number and hash, to be kept elsewhere");
  verifying->add_option("--head", arguments->known, "LINE:HASH that an earlier verify printed: still there?");
  verifying->footer("Example: lienthong audit verify");
  verifying->callback(
      [&line, arguments] { line.action = [&line, arguments] { return verify_audit(line, *arguments); }; });
}

}  // namespace lt::app
