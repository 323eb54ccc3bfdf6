// The one error type of the hub; its kinds are the statuses of the plugin contract, one for each reaction.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lt {

enum class ErrorKind {
  cancelled,      // stop quietly
  unavailable,    // back off and try again
  denied,         // pause until the credentials change
  misconfigured,  // pause until the settings change
  unsupported,    // never asked again
  failed,         // a defect
};

std::string_view to_string(ErrorKind kind);

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

// One thing that is wrong in a file that a person wrote.
struct Violation {
  std::string file;
  int line = 0;  // 1-based; 0 where the whole file is meant
  std::string message;
};

// "file:line: message", one a line.
std::string to_string(const std::vector<Violation>& violations);

// A configuration that is refused, with everything that is wrong with it.
class ConfigurationError : public Error {
 public:
  explicit ConfigurationError(std::vector<Violation> violations)
      : Error(ErrorKind::misconfigured, to_string(violations)), violations_(std::move(violations)) {}
  const std::vector<Violation>& violations() const { return violations_; }

 private:
  std::vector<Violation> violations_;
};

}  // namespace lt
