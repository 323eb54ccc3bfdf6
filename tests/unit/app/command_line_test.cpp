// Promises of the command line that hold whatever the configuration says.
#include "shipped_hub.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using lt::app::CommandLine;
using lt::app::run_command_line;

namespace {

const std::vector<std::vector<std::string>> every_command = {{"validate"},
                                                             {"serve"},
                                                             {"run"},
                                                             {"status"},
                                                             {"report"},
                                                             {"report", "list"},
                                                             {"report", "show"},
                                                             {"report", "verify"},
                                                             {"report", "send"},
                                                             {"systems", "check"},
                                                             {"flows"},
                                                             {"flows", "pause"},
                                                             {"flows", "resume"},
                                                             {"dead-letters", "list"},
                                                             {"dead-letters", "causes"},
                                                             {"dead-letters", "mend"},
                                                             {"dead-letters", "reopen"},
                                                             {"dead-letters", "show"},
                                                             {"dead-letters", "replay"},
                                                             {"dead-letters", "dismiss"},
                                                             {"explain"},
                                                             {"disclosures"},
                                                             {"erase"},
                                                             {"erase", "list"},
                                                             {"plugin", "list"},
                                                             {"plugin", "describe"},
                                                             {"plugin", "test"},
                                                             {"call"},
                                                             {"units", "find"},
                                                             {"qr", "read"},
                                                             {"qr", "issue-pass"},
                                                             {"qr", "key"},
                                                             {"qr", "draw"},
                                                             {"store", "dump"},
                                                             {"store", "check"},
                                                             {"store", "move"},
                                                             {"store", "backup"},
                                                             {"store", "restore"},
                                                             {"store", "migrate"}};

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
                                             {"dead-letters", "replay", "1", "--rate", "0"},
                                             {"dead-letters", "replay", "1", "--cause", "c"},
                                             {"dead-letters", "mend"},
                                             {"dead-letters", "dismiss", "1"},
                                             {"dead-letters", "dismiss", "--reason", "r"},
                                             {"erase"},
                                             {"erase", "person", "1"},
                                             {"erase", "person", "999185000123", "--reason", "999185000123 asked"},
                                             {"report", "--format", "docx"},
                                             {"report", "verify"},
                                             {"report", "--kind", "yearly"},
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

TEST_CASE("a reader that went away ends a command quietly, a full disk does not") {
  signal(SIGPIPE, SIG_IGN);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::ofstream to_nobody("/dev/fd/" + std::to_string(ends[1]));
  close(ends[0]);
  std::ofstream to_full_disk("/dev/full");
  const int full_disk = open("/dev/full", O_WRONLY);
  std::ostringstream err;

  to_nobody << "line\n";
  CHECK(lt::app::finish_output(5, to_nobody, ends[1], err) == 5);
  CHECK(err.str().empty());

  to_full_disk << "line\n";
  CHECK(lt::app::finish_output(0, to_full_disk, full_disk, err) == 1);
  CHECK(err.str().find("is the disk full?") != std::string::npos);
  CHECK(lt::app::finish_output(3, to_full_disk, full_disk, err) == 3);
  close(ends[1]);
  close(full_disk);
}
