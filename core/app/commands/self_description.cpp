// lienthong manual, lienthong completion: the command line described by itself, for packagers; no help lists them.
#include "app/command_line.hpp"
#include "app/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace lt::app {

void add_self_description(CLI::App& parser, CommandLine& line) {
  const auto add = [&](const char* name, const char* note, std::string (*describe)(const CommandNode&)) {
    auto* command = parser.add_subcommand(name, note)->group("");
    command->footer(std::string("Example: lienthong ") + name);
    command->callback([&parser, &line, describe] {
      line.action = [&parser, &line, describe] {
        line.out << describe(command_tree(parser));
        return Exit::done;
      };
    });
  };
  add("manual", "Print the manual page, for man(1)",
      [](const CommandNode& program) { return manual_page(program, LIENTHONG_VERSION); });
  add("completion", "Print the completion for bash", bash_completion);
}

}  // namespace lt::app
