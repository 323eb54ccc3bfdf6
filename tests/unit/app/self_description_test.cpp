// Promises of the manual page and of the completion, which the command line makes of itself.
#include "app/command_line.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace lt;

namespace {

std::string said(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const SystemClock clock;
  app::CommandLine line(out, err, clock);
  CHECK(app::run_command_line(arguments, line) == 0);
  return out.str();
}

// A file that goes with the test.
class TextFile {
 public:
  explicit TextFile(const std::string& text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "lt_described_XXXXXX").string();
    const int handle = mkstemp(pattern.data());
    REQUIRE(handle >= 0);
    path_ = pattern;
    std::ofstream(path_) << text;
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What a command prints on both of its outputs.
std::string output_of(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t got = fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), got);
  CHECK(pclose(pipe) == 0);
  return text;
}

std::string in_one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line.append(line.empty() ? "" : " ").append(word);
  return line;
}

// What bash offers behind these words, the last of which is being typed.
std::set<std::string> offered(const TextFile& script, const std::vector<std::string>& words) {
  std::string line = "bash -c 'source " + script.path() + "; COMP_WORDS=(lienthong";
  for (const auto& word : words) line.append(" \"").append(word).append("\"");
  line.append("); COMP_CWORD=").append(std::to_string(words.size()));
  line += "; _lienthong; printf \"%s\\n\" \"${COMPREPLY[@]}\"'";
  std::istringstream lines(output_of(line));
  std::set<std::string> found;
  for (std::string each; std::getline(lines, each);)
    if (!each.empty()) found.insert(each);
  return found;
}

const std::string shipped = LT_SOURCE_DIR "/config";

}  // namespace

TEST_CASE("the manual page tells every command, option and exit code, and troff finds nothing wrong with it") {
  const TextFile page(said({"manual"}));
  CHECK(output_of("groff -man -Tutf8 -Kutf8 -ww -z " + page.path()).empty());
  const std::string text = in_one_line(output_of("groff -man -Tutf8 -Kutf8 -P-c -P-b -P-u " + page.path()));
  for (const char* promised : {"serve", "dead-letters replay", "users token user", "--from-the-start",
                               "LIENTHONG_CONFIG", "/var/lib/lienthong", "5 done, but something waits"}) {
    INFO(promised);
    CHECK(text.find(promised) != std::string::npos);
  }
  CHECK(text.find("completion") == std::string::npos);  // is for packagers
}

TEST_CASE("bash completes commands, their options, and the program's options everywhere") {
  const TextFile script(said({"completion"}));
  CHECK(offered(script, {"ru"}) == std::set<std::string>{"run", "runs"});
  CHECK(offered(script, {"dead-letters", "re"}) == std::set<std::string>{"replay", "reopen"});
  CHECK(offered(script, {"run", "--dry"}) == std::set<std::string>{"--dry-run"});
  CHECK(offered(script, {"--lang", "en", "run", "--js"}) == std::set<std::string>{"--json"});
  CHECK(offered(script, {"--lang", ""}) == std::set<std::string>{"en", "vi"});
  CHECK(offered(script, {"report", "--format", "p"}) == std::set<std::string>{"pdf"});
}

TEST_CASE("bash completes names of flows, systems and entities from the configuration") {
  const TextFile script(said({"completion"}));
  CHECK(offered(script, {"--config", shipped, "run", "portal_i"}) ==
        std::set<std::string>{"portal_injections", "portal_invitations"});
  CHECK(offered(script, {"--config", shipped, "run", "app_persons", "ministry"}) ==
        std::set<std::string>{"ministry_lists"});
  CHECK(offered(script, {"--config", shipped, "systems", "check", "national"}) ==
        std::set<std::string>{"national_vaccination"});
  CHECK(offered(script, {"--config", shipped, "dead-letters", "list", "--flow", "ministry"}) ==
        std::set<std::string>{"ministry_lists"});
  CHECK(offered(script, {"--config", shipped, "explain", "perso"}) == std::set<std::string>{"person"});
  CHECK(offered(script, {"--config", shipped, "explain", "person", "perso"}).empty());
  CHECK(offered(script, {"--config", shipped, "erase", "person"}) == std::set<std::string>{"person"});
  CHECK(offered(script, {"--config", shipped, "erase", "ag"}) == std::set<std::string>{"again"});
}
