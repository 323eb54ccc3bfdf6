// Promises of the command line that hold whatever the configuration says.
#include "app/command_line.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sstream>

using lt::app::CommandLine;
using lt::app::run_command_line;

namespace {

struct Said {
  int status;
  std::string out;
  std::string err;
};

Said say(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const lt::SystemClock clock;
  CommandLine line(out, err, clock);
  const int status = run_command_line(arguments, line);
  return {status, out.str(), err.str()};
}

const std::vector<std::vector<std::string>> every_command = {{"validate"},
                                                             {"serve"},
                                                             {"run"},
                                                             {"status"},
                                                             {"report"},
                                                             {"systems", "check"},
                                                             {"flows"},
                                                             {"dead-letters", "list"},
                                                             {"dead-letters", "show"},
                                                             {"dead-letters", "replay"},
                                                             {"dead-letters", "dismiss"},
                                                             {"explain"},
                                                             {"plugin", "list"},
                                                             {"plugin", "describe"},
                                                             {"plugin", "test"},
                                                             {"units", "find"},
                                                             {"store", "dump"},
                                                             {"store", "check"}};

}  // namespace

TEST_CASE("every command explains itself with an example") {
  for (auto arguments : every_command) {
    arguments.emplace_back("--help");
    const Said said = say(arguments);
    INFO(arguments.front());
    CHECK(said.status == 0);
    CHECK(said.out.find("Example") != std::string::npos);
  }
}

TEST_CASE("a wrong command line exits 2 and says what is wrong") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"sreve"},
                                             {"run"},
                                             {"dead-letters", "replay"},
                                             {"dead-letters", "replay", "1", "2", "--payload", "f"},
                                             {"report", "--format", "pdf"},
                                             {"--lang", "fr", "status"}}) {
    const Said said = say(arguments);
    CHECK(said.status == 2);
    CHECK_FALSE(said.err.empty());
  }
}

TEST_CASE("a folder that is no configuration is refused with exit 3") {
  const Said said = say({"--config", "/nowhere/at/all", "status"});
  CHECK(said.status == 3);
  CHECK(said.err.find("/nowhere/at/all") != std::string::npos);
  CHECK(said.err.find("--config") != std::string::npos);
}

TEST_CASE("the help tells the exit codes") {
  CHECK(say({"--help"}).out.find("5 done, but something waits for a person") != std::string::npos);
  CHECK(say({"--version"}).status == 0);
}
