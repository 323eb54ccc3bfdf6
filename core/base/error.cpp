// Words for error kinds and violations.
#include "base/error.hpp"

namespace lt {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::cancelled:
      return "cancelled";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::denied:
      return "denied";
    case ErrorKind::misconfigured:
      return "misconfigured";
    case ErrorKind::unsupported:
      return "unsupported";
    case ErrorKind::failed:
      return "failed";
  }
  return "failed";
}

std::string to_string(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& v : violations) {
    if (!text.empty()) text += '\n';
    text += v.file;
    if (v.line > 0) text += ':' + std::to_string(v.line);
    text += ": " + v.message;
  }
  return text;
}

}  // namespace lt
