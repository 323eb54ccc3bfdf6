// The tables in core/app/README.md: which command has which route, and which has none and why.
#include "api_world.hpp"
#include "app/command_line.hpp"
#include "app/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

using namespace lt;
using namespace lt::app::test;

namespace {

std::set<std::string> quoted_in(const std::string& cell) {
  std::set<std::string> found;
  for (std::size_t at = cell.find('`'); at != std::string::npos;) {
    const std::size_t end = cell.find('`', at + 1);
    if (end == std::string::npos) break;
    found.insert(cell.substr(at + 1, end - at - 1));
    at = cell.find('`', end + 1);
  }
  return found;
}

struct Tables {
  std::set<std::string> with_route;
  std::set<std::string> without;
  std::set<std::string> operations;
};

Tables tables_of_the_readme() {
  std::ifstream file(LT_SOURCE_DIR "/core/app/README.md");
  Tables tables;
  int table = 0;
  bool there = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) there = line == "## What the API has of the commands";
    if (!there || !line.starts_with("| ")) continue;
    const std::size_t bar = line.find(" | ");
    REQUIRE(bar != std::string::npos);
    const auto commands = quoted_in(line.substr(0, bar));
    if (commands.empty()) {
      ++table;
      continue;
    }
    (table == 1 ? tables.with_route : tables.without).insert(commands.begin(), commands.end());
    if (table == 1) tables.operations.merge(quoted_in(line.substr(bar)));
  }
  return tables;
}

// Commands that do something, not those that only have others below them.
std::set<std::string> commands_of_the_program() {
  std::ostringstream nowhere;
  const SystemClock clock;
  app::CommandLine line(nowhere, nowhere, clock);
  CLI::App parser;
  app::add_commands(parser, line);
  std::set<std::string> found;
  const std::function<void(const app::CommandNode&)> visit = [&](const app::CommandNode& node) {
    if (node.commands.empty()) found.insert(node.path);
    for (const auto& each : node.commands) visit(each);
  };
  visit(app::command_tree(parser));
  return found;
}

}  // namespace

TEST_CASE("every command stands in the README with the operation of the API that does the same, or why there is none") {
  World world;
  Tables tables = tables_of_the_readme();
  const auto commands = commands_of_the_program();
  CHECK(commands.size() > 40);
  for (const auto& command : commands) {
    INFO(command);
    CHECK(tables.with_route.contains(command) != tables.without.contains(command));
  }
  std::set<std::string> operations;
  for (const auto& endpoint : world.service().table().endpoints) operations.insert(endpoint.operation);
  for (const char* word : {"hub.yaml", "backups"}) tables.operations.erase(word);  // of a sentence
  for (const auto& operation : tables.operations) {
    INFO(operation);
    CHECK(operations.contains(operation));
  }
}
