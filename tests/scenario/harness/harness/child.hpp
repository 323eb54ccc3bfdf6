// A program as a child process: what it is given, what it says, how it ends.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lt::scenario {

struct Ended {
  int exit_code = -1;  // -1 where a signal ended it
  int signal = 0;
  std::string out;
  std::string err;
  std::chrono::milliseconds took{};
};

struct Command {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // NAME=value, added to this process's own
  std::filesystem::path folder;          // where it runs; what it says is kept in files there until it ends
};

// Killed by the destructor where it still runs.
class Child {
 public:
  // Throws std::runtime_error where it cannot be started.
  explicit Child(const Command& command);
  Child(Child&& other) noexcept;
  ~Child();

  void signal(int number) const;
  // Nothing where it still runs after `most`.
  std::optional<Ended> wait(std::chrono::milliseconds most);
  // Kills it and throws std::runtime_error with what it said where it still runs after `most`.
  Ended must_end(std::chrono::milliseconds most);
  // What it has said so far on standard error.
  std::string err() const;

 private:
  pid_t pid_ = 0;
  int handle_ = -1;  // a pidfd: readable when the process has ended
  std::filesystem::path out_file_;
  std::filesystem::path err_file_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace lt::scenario
