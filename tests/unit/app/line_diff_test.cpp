// Promises of what differs between two texts.
#include "app/line_diff.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <sstream>
#include <string>
#include <vector>

using lt::app::line_diff;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// What `patch` makes of it.
std::string applied(const std::string& before, const std::string& diff) {
  const auto old = lines_of(before);
  std::string made;
  std::size_t at = 0;
  for (const auto& line : lines_of(diff)) {
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line.starts_with("@@ -")) {
      const auto first = static_cast<std::size_t>(std::stoul(line.substr(4)));
      const bool none = line.find(",0 +") != std::string::npos;
      while (at + 1 < first + (none ? 1 : 0)) made += old.at(at++) + "\n";
    } else if (line.front() == '+') {
      made += line.substr(1) + "\n";
    } else {
      REQUIRE(old.at(at) == line.substr(1));
      if (line.front() == ' ') made += old.at(at) + "\n";
      ++at;
    }
  }
  while (at < old.size()) made += old.at(at++) + "\n";
  return made;
}

}  // namespace

TEST_CASE("a diff has three lines around each place, and none where nothing differs") {
  CHECK(line_diff("a\nb\n", "a\nb\n", "x").empty());
  CHECK(line_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "x.yaml") ==
        "--- x.yaml\n+++ x.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(line_diff("", "a\n", "x") == "--- x\n+++ x\n@@ -0,0 +1,1 @@\n+a\n");
  CHECK(line_diff("a\n", "", "x") == "--- x\n+++ x\n@@ -1,1 +0,0 @@\n-a\n");
}

TEST_CASE("whatever two texts are, the diff makes the second of the first") {
  std::mt19937 random(7);
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  for (int round = 0; round < 300; ++round) {
    std::string before;
    std::string after;
    for (int i = pick(40); i > 0; --i) {
      const std::string line(1, static_cast<char>('a' + pick(4)));
      if (pick(5) != 0) before += line + "\n";
      if (pick(5) != 0) after += line + "\n";
    }
    INFO(before << "=>\n" << after);
    CHECK(applied(before, line_diff(before, after, "x")) == after);
  }
}

TEST_CASE("texts that have nothing in common are shown as one in place of the other, without delay") {
  std::string before;
  std::string after;
  for (int i = 0; i < 5'000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  CHECK(applied(before, line_diff(before, after, "x")) == after);
}
