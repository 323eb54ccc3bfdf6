// Secrets by name: settings hold names, the values stay here and in the request that needs them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// Thread-safe.
class Secrets {
 public:
  virtual ~Secrets() = default;
  // The value now, so that a rotated secret works from the next call on. Throws lt::Error misconfigured when the place
  // is not safe or cannot be read.
  virtual std::optional<std::string> find(std::string_view name) const = 0;
};

// `LIENTHONG_SECRET_<NAME>`, the name in capitals with '_' for all but letters and digits.
std::string environment_variable(std::string_view secret);
// The values of these variables of the process.
std::unique_ptr<Secrets> environment_secrets();
// One file a secret, in a folder: what systemd's LoadCredential= gives in $CREDENTIALS_DIRECTORY.
std::unique_ptr<Secrets> folder_secrets(std::filesystem::path folder);
// Given values, for tests.
std::unique_ptr<Secrets> fixed_secrets(std::map<std::string, std::string> values);
// The first that has it.
std::unique_ptr<Secrets> first_of(std::vector<std::unique_ptr<Secrets>> places);

// A secret's name in a system's settings.
struct SecretName {
  std::string name;
  std::vector<std::string> path;  // keys and indices that lead to it
};

// Replaces the values of secrets in text that leaves for logs, errors and reports. Thread-safe.
class Redactor {
 public:
  // `value` will be hidden as "‹secret name›", also percent-encoded and in Base64; values under 4 bytes are not.
  void add(std::string_view name, std::string_view value);
  std::string operator()(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> replacements_;  // longest first
};

}  // namespace lt::plugin_host
