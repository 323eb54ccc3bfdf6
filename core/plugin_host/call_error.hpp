// How a call of a plugin failed: the reaction's kind, the plugin's own explanation, and when to come back.
#pragma once

#include "base/error.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace lt::plugin_host {

class CallError : public Error {
 public:
  CallError(ErrorKind kind, const std::string& message,
            std::optional<std::chrono::milliseconds> retry_after = std::nullopt)
      : Error(kind, message), retry_after_(retry_after) {}

  // Set when the system asked to be left alone so long.
  std::optional<std::chrono::milliseconds> retry_after() const { return retry_after_; }

 private:
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace lt::plugin_host
