// What every command is given, and how it ends.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace CLI {
class App;
}
namespace lt::access {
class Access;
}
namespace lt::report {
struct SyncStatus;
}

namespace lt::app {

// Exit codes, the same for every command.
enum class Exit : int {
  done = 0,
  failed = 1,         // the store or the program itself
  usage = 2,          // the command line
  misconfigured = 3,  // the configuration is refused
  unavailable = 4,    // a partner system does not answer or refuses the credentials
  attention = 5,      // done, and something waits for a person: late flows, dead letters, failed checks
  cancelled = 130,    // stopped by a signal
};

Exit exit_for(ErrorKind kind);
Exit exit_for(const report::SyncStatus& status);

// Options that stand before every command, and the places commands write to.
class CommandLine {
 public:
  CommandLine(std::ostream& output, std::ostream& errors, const Clock& given_clock)
      : out(output), err(errors), clock(given_clock) {}

  std::filesystem::path config;
  std::string language;  // as asked for; empty: the configuration's
  bool json = false;
  // Asked for by commands that run long; until then nobody need listen for signals.
  std::function<std::stop_token()> stop = [] { return std::stop_token(); };
  // Has SIGHUP call this from then on, on a thread of its own; asked for before stop().
  std::function<void(std::function<void()>)> on_hangup = [](const std::function<void()>&) {};
  std::ostream& out;
  std::ostream& err;
  const Clock& clock;

  // What the chosen command does once the line is parsed.
  std::function<Exit()> action;

  // Throws ConfigurationError where anything is wrong with it.
  const Configuration& configuration();
  // The same, also where a secret is missing: for commands that speak to partners.
  const Configuration& configuration_with_secrets();
  store::Store open_store(store::Access access);
  access::Access open_access();
  bool vietnamese();

 private:
  std::unique_ptr<Configuration> configuration_;
};

// Parses and runs one command line without the program's name; never throws.
int run_command_line(std::span<const std::string> arguments, CommandLine& line);

// Flushes `out`, which writes to `descriptor`, and gives the exit code: `status`, also where the reader of a pipe went
// away (as `| head` does), and failed, said on `err`, where what was printed is lost otherwise.
int finish_output(int status, std::ostream& out, int descriptor, std::ostream& err);

// Each adds its commands to the parser; the first those of all others.
void add_commands(CLI::App& parser, CommandLine& line);
void add_validate(CLI::App& parser, CommandLine& line);
void add_serve(CLI::App& parser, CommandLine& line);
void add_run(CLI::App& parser, CommandLine& line);
void add_runs(CLI::App& parser, CommandLine& line);
void add_status(CLI::App& parser, CommandLine& line);
void add_report(CLI::App& parser, CommandLine& line);
void add_systems(CLI::App& parser, CommandLine& line);
void add_flows(CLI::App& parser, CommandLine& line);
void add_dead_letters(CLI::App& parser, CommandLine& line);
void add_explain(CLI::App& parser, CommandLine& line);
void add_disclosures(CLI::App& parser, CommandLine& line);
void add_erase(CLI::App& parser, CommandLine& line);
void add_erase_again(CLI::App& erase, CommandLine& line);
void add_retention(CLI::App& parser, CommandLine& line);
void add_plugin(CLI::App& parser, CommandLine& line);
void add_units(CLI::App& parser, CommandLine& line);
void add_qr(CLI::App& parser, CommandLine& line);
void add_store(CLI::App& parser, CommandLine& line);
void add_call(CLI::App& parser, CommandLine& line);
void add_twins(CLI::App& parser, CommandLine& line);
void add_match(CLI::App& parser, CommandLine& line);
void add_users(CLI::App& parser, CommandLine& line);
void add_audit(CLI::App& parser, CommandLine& line);
void add_self_description(CLI::App& parser, CommandLine& line);
void add_secrets(CLI::App& parser, CommandLine& line);
// To the command "store".
void add_refold(CLI::App& store, CommandLine& line);

}  // namespace lt::app
