// The commands over a copy of the shipped configuration, so that what they make lies beside it and is gone afterwards.
#pragma once

#include "app/command_line.hpp"

#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

struct Said {
  int status;
  std::string out;
  std::string err;
};

inline Said say(const std::vector<std::string>& arguments, const lt::Clock& clock = lt::SystemClock()) {
  std::ostringstream out;
  std::ostringstream err;
  lt::app::CommandLine line(out, err, clock);
  const int status = lt::app::run_command_line(arguments, line);
  return {status, out.str(), err.str()};
}

class ShippedHub {
 public:
  static constexpr lt::Milliseconds start = 1'640'000'000'000;

  ShippedHub() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::filesystem::copy(LT_SOURCE_DIR "/config", path("config"), std::filesystem::copy_options::recursive);
  }
  ~ShippedHub() { std::filesystem::remove_all(folder_); }
  ShippedHub(const ShippedHub&) = delete;
  ShippedHub& operator=(const ShippedHub&) = delete;

  Said say(std::vector<std::string> arguments, lt::Milliseconds now = start) const {
    arguments.insert(arguments.begin(), {"--config", path("config").string()});
    return ::say(arguments, lt::FixedClock(now));
  }
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("lienthong_commands_" + std::to_string(::getpid()));
};
