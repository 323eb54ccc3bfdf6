// lienthong call: a question to a partner system, answered now.
#include "app/command_line.hpp"
#include "app/flow_runner.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

namespace lt::app {
namespace {

namespace json = boost::json;

std::string whole(std::istream& stream) { return {std::istreambuf_iterator<char>(stream), {}}; }

// "-" is standard input; what begins like JSON is it; else the name of a file.
std::string given_input(const std::string& input) {
  if (input.empty()) return "{}";
  if (input == "-") return whole(std::cin);
  if (std::string_view("{[\"").find(input.front()) != std::string_view::npos) return input;
  std::ifstream file(input, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::unsupported, "--input '" + input + "' is no file that can be read, and no JSON");
  }
  return whole(file);
}

std::string question(const std::string& input) {
  const std::string text = given_input(input);
  json::error_code error;
  json::parse(text, error);
  if (error) throw Error(ErrorKind::unsupported, "--input is no JSON: " + error.message());
  return text;
}

Exit call(CommandLine& line, const std::string& name, const std::string& operation, const std::string& input) {
  const System& system = line.configuration().system(name);
  if (!system.definition.enabled) {
    throw Error(ErrorKind::misconfigured, "the system '" + name + "' is switched off; set enabled: true to use it");
  }
  const std::string asked = question(input);
  store::Store store = line.open_store(store::Access::command);
  const FlowRunner runner(line.configuration(), line.clock);
  plugin_host::Session session = runner.open(system, &store);
  line.out << session.call(operation, asked, line.stop()) << '\n';
  return Exit::done;
}

}  // namespace

void add_call(CLI::App& parser, CommandLine& line) {
  struct Question {
    std::string system;
    std::string operation;
    std::string input;
  };
  auto asked = std::make_shared<Question>();
  auto* command = parser.add_subcommand("call", "Ask a partner system a question and print its answer as JSON");
  command->add_option("system", asked->system, "Name of the system")->required();
  command->add_option("operation", asked->operation, "What to ask, as the connector's README names it")->required();
  command->add_option("--input", asked->input, "JSON, a file with it, or - for standard input; {} where not given");
  command->footer(
      "Examples:\n  lienthong call checkpoints pass_status --input '{\"code\": \"K1\"}'\n"
      "  lienthong call population_database verify_citizen --input question.json");
  command->callback([&line, asked] {
    line.action = [&line, asked] { return call(line, asked->system, asked->operation, asked->input); };
  });
}

}  // namespace lt::app
