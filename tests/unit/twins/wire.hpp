// A client that sees an HTTP answer as it comes over the wire, whole or cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace wire {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names as they were sent
  std::string body;
  bool whole = false;  // as many bytes as Content-Length said
};

using Headers = std::map<std::string, std::string>;

// One request on one connection. Throws std::runtime_error where nothing answers.
Answer send(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers = {},
            const std::string& body = {});
inline Answer get(std::uint16_t port, const std::string& target, const Headers& headers = {}) {
  return send(port, "GET", target, headers);
}

// Two requests on one connection; the second answer.
Answer get_twice(std::uint16_t port, const std::string& target);

// How often `part` stands in `text`.
std::size_t count(const std::string& text, const std::string& part);

}  // namespace wire
