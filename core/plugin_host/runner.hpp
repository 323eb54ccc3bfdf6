// How the runners of one system are started, and when not: its connector's library, its limits, how the last ones
// ended.
#pragma once

#include "plugin_host/breaker.hpp"
#include "plugin_host/runner_limits.hpp"
#include "plugin_host/runner_process.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::plugin_host {

// What a library says of itself, as a runner read it.
struct Description {
  std::size_t size = 0;  // of its table; the rest is there when that is long enough
  std::uint32_t abi_minor = 0;
  std::uint32_t roles = 0;
  std::int64_t functions = 0;  // bits in the table's order, the lowest is open()
  std::optional<std::string> id, version, vendor, summary, settings_schema;
  std::string open_doors;  // what the kernel did not let the runner give up
};

// The program beside this one.
std::filesystem::path runner_program();

// Thread-safe.
class Runner {
 public:
  Runner(std::filesystem::path library, RunnerLimits limits, std::filesystem::path program = runner_program());

  // A new process with the library loaded, confined to it and to `folders`. Waits up to two seconds where the last one
  // ended badly. Throws CallError unavailable with the time where it is too early, misconfigured where the library does
  // not load, failed where it does not survive that; Error where there can be no process.
  std::unique_ptr<RunnerProcess> start(const std::vector<std::string>& folders, const std::stop_token& stop,
                                       Description* description = nullptr);
  void worked();
  // Of its end: what becomes of the next one.
  std::string failed();

  const std::filesystem::path& library() const { return library_; }
  const RunnerLimits& limits() const { return limits_; }
  // Of the last process that was started.
  std::string open_doors() const;
  // True once: when the first call learns what is not confined.
  bool shall_warn();

 private:
  void await_turn(const std::stop_token& stop) const;

  std::filesystem::path library_;
  RunnerLimits limits_;
  std::filesystem::path program_;
  mutable std::mutex mutex_;
  Breaker breaker_;
  std::string open_doors_;
  bool warned_ = false;
};

}  // namespace lt::plugin_host
