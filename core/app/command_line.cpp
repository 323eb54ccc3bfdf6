// The parser around all commands, and the place where their errors end.
#include "app/command_line.hpp"

#include "access/access.hpp"
#include "report/sync_status.hpp"

#include <CLI/CLI.hpp>
#include <poll.h>

#include <cstdlib>
#include <ostream>

namespace lt::app {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done · 1 failed · 2 wrong command line · 3 configuration refused · 4 a partner does not answer · "
    "5 done, but something waits for a person · 130 stopped by a signal";

std::string default_config() {
  if (const char* folder = std::getenv("LIENTHONG_CONFIG")) return folder;
  return std::filesystem::is_directory("config") ? "config" : "/etc/lienthong";
}

void add_common_options(CLI::App& parser, CommandLine& line) {
  line.config = default_config();
  parser.require_subcommand(1);
  parser.fallthrough();
  parser.set_version_flag("--version", std::string(LIENTHONG_VERSION));
  parser.add_option("--config", line.config, "Folder of the configuration (LIENTHONG_CONFIG)")->capture_default_str();
  parser.add_option("--lang", line.language, "Language of tables and reports; as hub.yaml says where not given")
      ->check(CLI::IsMember({"vi", "en"}));
  parser.add_flag("--json", line.json, "Print one JSON document instead of tables");
  parser.footer(exit_codes);
}

void print_violations(const ConfigurationError& error, CommandLine& line) {
  for (const auto& violation : error.violations()) line.err << to_string({violation}) << '\n';
  line.err << error.violations().size() << " fault(s) in the configuration; nothing was started\n";
}

Exit run_action(CommandLine& line) {
  try {
    return line.action();
  } catch (const ConfigurationError& e) {
    print_violations(e, line);
    return Exit::misconfigured;
  } catch (const Error& e) {
    line.err << "lienthong: " << e.what() << '\n';
    return exit_for(e.kind());
  } catch (const std::exception& e) {
    line.err << "lienthong: " << e.what() << '\n';
    return Exit::failed;
  }
}

}  // namespace

Exit exit_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::cancelled:
      return Exit::cancelled;
    case ErrorKind::unavailable:
    case ErrorKind::denied:
      return Exit::unavailable;
    case ErrorKind::misconfigured:
      return Exit::misconfigured;
    case ErrorKind::unsupported:
      return Exit::usage;
    case ErrorKind::failed:
      break;
  }
  return Exit::failed;
}

Exit exit_for(const report::SyncStatus& status) {
  return status.verdict == report::Verdict::good ? Exit::done : Exit::attention;
}

const Configuration& CommandLine::configuration() {
  if (!configuration_) configuration_ = Configuration::load_valid(config);
  return *configuration_;
}

const Configuration& CommandLine::configuration_with_secrets() {
  configuration();
  configuration_->check_secrets();
  configuration_->violations().raise();
  return *configuration_;
}

store::Store CommandLine::open_store(store::Access access) {
  const Configuration& loaded = configuration();
  return store::Store::open(loaded.store_options(access), loaded.model(), clock);
}

access::Access CommandLine::open_access() { return {access_options(configuration().hub()), clock}; }

bool CommandLine::vietnamese() { return (language.empty() ? configuration().hub().language : language) == "vi"; }

void add_commands(CLI::App& parser, CommandLine& line) {
  for (const auto add :
       {add_validate,  add_serve,  add_run,          add_runs,    add_status,      add_report,
        add_systems,   add_flows,  add_dead_letters, add_explain, add_disclosures, add_erase,
        add_retention, add_plugin, add_units,        add_qr,      add_store,       add_call,
        add_twins,     add_match,  add_users,        add_audit,   add_secrets,     add_self_description}) {
    add(parser, line);
  }
}

int run_command_line(std::span<const std::string> arguments, CommandLine& line) {
  CLI::App parser(
      "Liên Thông: takes records from every system of a province, turns each into one canonical form, and "
      "delivers it to every system that should have it.",
      "lienthong");
  add_common_options(parser, line);
  add_commands(parser, line);
  try {
    // CLI11 takes a vector from its end.
    parser.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& e) {
    return parser.exit(e, line.out, line.err) == 0 ? 0 : static_cast<int>(Exit::usage);
  }
  return static_cast<int>(run_action(line));
}

int finish_output(int status, std::ostream& out, int descriptor, std::ostream& err) {
  if (out.flush()) return status;
  pollfd end{.fd = descriptor, .events = POLLOUT, .revents = 0};
  if (poll(&end, 1, 0) == 1 && (end.revents & (POLLERR | POLLHUP)) != 0) return status;
  err << "lienthong: the standard output could not be written to its end; is the disk full?\n";
  return status == 0 ? static_cast<int>(Exit::failed) : status;
}

}  // namespace lt::app
