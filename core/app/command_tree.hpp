// The command line as data: what its manual page and its completion are made from.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lt::app {

struct CommandOption {
  std::vector<std::string> names;  // "--flow", "-o"; of a positional its name alone
  std::string value;               // "TEXT"; empty: a flag
  std::vector<std::string> words;  // the only values that it takes, where there are such
  std::string note;
  std::string preset;  // what holds without it
  bool positional = false;
  bool required = false;
  bool several = false;
};

struct CommandNode {
  std::string path;  // "dead-letters list"; empty: the program
  std::string note;
  std::string examples;
  std::vector<CommandOption> options;  // positionals first
  std::vector<CommandNode> commands;
};

// Without what is hidden, such as the commands that ask for this.
CommandNode command_tree(const CLI::App& parser);

// As a page for man(1), in troff.
std::string manual_page(const CommandNode& program, const std::string& version);
// As a script that bash reads: commands, options, and names of flows, systems and entities from the configuration.
std::string bash_completion(const CommandNode& program);

}  // namespace lt::app
