// lienthong twins: becomes the program lienthong-twins that lies beside it.
#include "app/command_line.hpp"
#include "base/program_places.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lt::app {
namespace {

Exit become_twins(const std::vector<std::string>& arguments) {
  std::string name = companion_program("lienthong-twins").string();
  std::vector<std::string> words = arguments;
  std::vector<char*> values;
  values.reserve(words.size() + 2);
  values.push_back(name.data());
  for (auto& word : words) values.push_back(word.data());
  values.push_back(nullptr);
  execv(name.c_str(), values.data());
  throw Error(ErrorKind::failed,
              name + " cannot be started: " + std::strerror(errno) + "; it is built and installed with this program");
}

}  // namespace

void add_twins(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("twins", "Run the simulated partner systems (the program lienthong-twins)");
  command->prefix_command();
  command->fallthrough(false);
  command->set_help_flag();  // all that follows is theirs
  command->footer("Example: lienthong twins serve --app-port 7302");
  command->callback([&line, command] { line.action = [command] { return become_twins(command->remaining()); }; });
}

}  // namespace lt::app
