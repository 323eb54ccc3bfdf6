// One lienthong-runner: started, spoken to within its limits, ended and reaped.
#pragma once

#include "plugin_host/runner_limits.hpp"
#include "runner/wire.hpp"

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace lt::plugin_host {

// A descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int get() const { return number_; }

 private:
  int number_;
};

// A limit of time was reached.
class Overdue : public std::runtime_error {
 public:
  Overdue(const std::string& what, bool stopping) : std::runtime_error(what), asked_to_stop(stopping) {}
  bool asked_to_stop;
};

// One thread at a time, but ask_to_stop(). The runner dies with it, and with the hub.
class RunnerProcess {
 public:
  // Throws Error unavailable where no process can be made, misconfigured where the program is not there.
  RunnerProcess(const std::filesystem::path& program, const RunnerLimits& limits);
  ~RunnerProcess();
  RunnerProcess(const RunnerProcess&) = delete;

  // Its waits throw Overdue.
  runner::Channel& channel() { return channel_; }
  // From here on time and CPU time count as those of a new call, which may be silent for so long.
  void begin_call(std::chrono::milliseconds silent);
  // The running call shall end; from any thread.
  void ask_to_stop();
  // Throws Overdue where it has gone on for too long since. Waits do the same; who always finds something to receive
  // has to ask.
  void hold_to_stop();
  // What it says when its memory has come so near to its limit that a call which failed did so for want of it.
  std::optional<std::string> out_of_memory() const;
  // Ends it where it lives, though not before `patience`, and says how it ended, with its last words: "it was ended by
  // signal 11 (Segmentation fault)". Nothing else is of use afterwards.
  std::string end(std::chrono::milliseconds patience = {});

 private:
  void wait(short events);
  bool exits_within(std::chrono::milliseconds time) const;
  std::string last_words() const;

  RunnerLimits limits_;
  Descriptor socket_;
  Descriptor stop_;
  Descriptor errors_;
  pid_t pid_ = -1;
  Descriptor exit_;  // readable once it has ended
  std::atomic<bool> asked_ = false;
  std::optional<std::chrono::steady_clock::time_point> stop_by_;  // once the wish to stop was noticed
  std::chrono::steady_clock::duration waited_{};
  runner::Channel channel_;
};

}  // namespace lt::plugin_host
