// A connector's shared library, loaded once and for ever.
#pragma once

#include <lienthong/plugin.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// Whose code the hub runs. A file in `own_folder` is trusted; another needs its SHA-256 in `sha256`, or a signature
// NAME.so.sig (Ed25519, 64 raw bytes over the file) by a key in `public_keys` (PEM), or `any`.
struct Trust {
  std::filesystem::path own_folder;
  std::set<std::string> sha256;  // 64 hexadecimal digits
  std::vector<std::string> public_keys;
  bool any = false;
};

// Throws lt::Error misconfigured that says how to trust the file.
void require_trust(const std::filesystem::path& file, const Trust& trust);

// The SHA-256 of a file in hexadecimal digits, as `sha256sum` prints it.
std::string sha256_of_file(const std::filesystem::path& file);

class Runner;
struct RunnerLimits;

// Immutable after loading: thread-safe. Never unloaded, so its texts live as long as the process.
class Plugin {
 public:
  // Loads with RTLD_NOW | RTLD_LOCAL and checks the contract. Throws lt::Error misconfigured (absent, not trusted,
  // another major version) or failed (breaks the contract).
  static std::shared_ptr<const Plugin> load(const std::filesystem::path& file, const Trust& trust);
  // The same, but the library is loaded in a process of its own (`isolation: process`) and never in this one; its table
  // here only describes it. What a connector needs outside of its runner that none can have is refused: misconfigured.
  static std::shared_ptr<const Plugin> load_in_runner(const std::filesystem::path& file, const Trust& trust,
                                                      const RunnerLimits& limits);
  // The same checks on a table that is part of the program: the fake plugins of tests.
  static std::shared_ptr<const Plugin> from_table(const lt_plugin& table, std::filesystem::path file = {});

  std::string_view id() const;
  std::string_view version() const;
  std::string_view vendor() const;
  std::string_view summary() const;
  std::string_view settings_schema() const;
  bool receives() const { return has_role(LT_ROLE_RECEIVE); }
  bool has_role(std::uint32_t role) const { return (table_->roles & role) != 0; }  // LT_ROLE_…
  const std::filesystem::path& file() const { return file_; }
  const lt_plugin& table() const { return *table_; }
  // Starts the processes that the library lives in; null: it lives in this one.
  const std::shared_ptr<Runner>& runner() const { return runner_; }

 private:
  Plugin(const lt_plugin& table, std::filesystem::path file) : table_(&table), file_(std::move(file)) {}

  const lt_plugin* table_;
  std::filesystem::path file_;
  std::shared_ptr<Runner> runner_;
  std::shared_ptr<const void> kept_;  // what table_ lies in, where it is none of a library
};

}  // namespace lt::plugin_host
