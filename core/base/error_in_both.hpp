// An error whose message is said in both languages, for what a person at the console got wrong.
#pragma once

#include "base/error.hpp"

#include <string>
#include <utility>

namespace lt {

// what() is the English message.
class ErrorInBoth : public Error {
 public:
  ErrorInBoth(ErrorKind kind, std::string vietnamese, const std::string& english)
      : Error(kind, english), vietnamese_(std::move(vietnamese)) {}
  const std::string& vietnamese() const { return vietnamese_; }

 private:
  std::string vietnamese_;
};

}  // namespace lt
