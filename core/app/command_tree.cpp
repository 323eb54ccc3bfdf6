// From CLI11's model to plain data.
#include "app/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace lt::app {
namespace {

// "TEXT:{vi,en}" → vi, en.
std::vector<std::string> words_in(const std::string& type) {
  std::vector<std::string> words;
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return words;
  for (std::size_t at = open + 1; at <= close;) {
    const std::size_t end = std::min(type.find(',', at), close);
    words.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

CommandOption option_of(const CLI::Option& option) {
  CommandOption made{.names = {},
                     .value = {},
                     .words = words_in(option.get_type_name()),
                     .note = option.get_description(),
                     .preset = option.get_default_str(),
                     .positional = option.get_positional(),
                     .required = option.get_required(),
                     .several = option.get_items_expected_max() > 1};
  if (made.positional) {
    made.names.push_back(option.get_name(true));
    return made;
  }
  for (const auto& name : option.get_lnames()) made.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) made.names.push_back("-" + name);
  if (option.get_items_expected_max() > 0) made.value = made.words.empty() ? "VALUE" : "WORD";
  return made;
}

CommandNode node_of(const CLI::App& app, const std::string& path, const std::string& inherited) {
  CommandNode node{.path = path, .note = app.get_description(), .examples = {}, .options = {}, .commands = {}};
  if (app.get_footer() != inherited) node.examples = app.get_footer();
  for (const CLI::Option* option : app.get_options())
    if (!option->get_group().empty()) node.options.push_back(option_of(*option));
  std::ranges::stable_partition(node.options, &CommandOption::positional);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
    node.commands.push_back(node_of(*command, path.empty() ? command->get_name() : path + " " + command->get_name(),
                                    inherited.empty() ? app.get_footer() : inherited));
  return node;
}

}  // namespace

CommandNode command_tree(const CLI::App& parser) { return node_of(parser, {}, {}); }

}  // namespace lt::app
